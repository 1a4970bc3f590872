"""Getting the function onto SCF: what its deployment file must be, and what that cannot hold.

The file is `serverless.yml` for the component `scf` of Tencent's Serverless Cloud Framework. None
of this is in the deployed package.
"""
