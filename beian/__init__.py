"""May this account file this domain for ICP through Tencent Cloud Serverless, and why?"""

__version__ = "0.1.0"
