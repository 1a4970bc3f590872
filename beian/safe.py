"""Text that others wrote, made harmless for where it is shown."""

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula; in East Asian locales the full-width forms too."""


def clean(text: str) -> str:
    """Without what could steer a terminal; one line."""
    return "".join(c if c.isprintable() else " " for c in text)


def cell(text: str) -> str:
    """Of a table that a spreadsheet may open: never a formula, not even behind blanks."""
    risky = text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(_FORMULA)
    return clean(f"'{text}" if risky else text)
