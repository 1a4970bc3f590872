"""The zip that is deployed, and the folder that it is unpacked into. Whether it is of the present
sources, `beian.packaging.freshness` tells."""

import ast
import zipfile
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32


class Package:
    """Names and checksums of a zip's files. Files are read as they are asked for.

    :raises OSError: :raises zipfile.BadZipFile: it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as zipped:
            self.sums: Mapping[str, int] = {
                one.filename: one.CRC for one in zipped.infolist() if not one.is_dir()
            }

    def defines(self, file: str, function: str) -> bool:
        """Whether a module at the top of the zip defines the function."""
        if file not in self.sums:
            return False
        with zipfile.ZipFile(self.path) as zipped:
            source = zipped.read(file)
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            return False
        return any(isinstance(n, ast.FunctionDef) and n.name == function for n in tree.body)

    def differences(self, folder: Path) -> list[str]:
        """Files that are in the zip or the folder alone, or are not the same in both."""
        files = {
            file.relative_to(folder).as_posix(): file
            for file in folder.rglob("*")
            if file.is_file()
        }
        names = files.keys() | self.sums.keys()
        return sorted(n for n in names if n not in files or self._sum(files[n]) != self.sums.get(n))

    @staticmethod
    def _sum(file: Path) -> int:
        return crc32(file.read_bytes())
