"""The wire: how facts are read from Tencent Cloud. Its names and shapes stop here."""
