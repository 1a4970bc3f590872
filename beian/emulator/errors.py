"""What an action answers when it does not answer.

Codes without a service are the common error codes of API 3.0; the others are in the error list
of the service they belong to.
"""


class ApiError(Exception):
    """An error envelope in the making: a documented code and a message for a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
