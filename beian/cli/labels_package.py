"""The words of `beian package`."""

from collections.abc import Mapping

PACKAGE: Mapping[str, tuple[str, str]] = {
    "packaging": ("正在打包…", "Building the package…"),
    "packed": ("{path}：SHA-256 {sha256}", "{path}: SHA-256 {sha256}"),
    "packed_beside": (
        "同时生成：{bom}（软件物料清单）、{manifest}（大小清单）",
        "beside it: {bom} (bill of materials), {manifest} (sizes)",
    ),
    "weight_total": (
        (
            "zip {zip} MB（上限 {zip_allowed}），解压后 {unpacked} MB（上限 {unpacked_allowed}），"
            "{files} 个文件"
        ),
        (
            "zip {zip} MB (at most {zip_allowed}), unpacked {unpacked} MB (at most "
            "{unpacked_allowed}), {files} files"
        ),
    ),
    "weight_for": (
        "适用于 {platform} 上的 Python {python}",
        "for Python {python} on {platform}",
    ),
    "weight_too_much": (
        "超过上限：beian package inspect 列出各部分的大小",
        "too heavy: beian package inspect tells what weighs what",
    ),
    "component": ("组成部分", "Part"),
    "version": ("版本", "Version"),
    "files": ("文件数", "Files"),
    "unpacked": ("解压后 kB", "Unpacked, kB"),
    "bytecode": ("其中字节码", "Bytecode"),
    "zipped": ("压缩后 kB", "In the zip, kB"),
    "share": ("占比", "Share"),
    "package.no_project": (
        "{path} 不是本项目的源码目录：请在克隆的仓库中执行",
        "{path} is no checkout of this project: run this in a clone of it",
    ),
    "package.bad_config": ("beian.yml 无法使用：{why}", "beian.yml cannot be used: {why}"),
    "package.bad_lock": (
        "requirements/function.txt 中这一行没有锁定版本与散列值：{line}（make lock 可重新生成）",
        (
            "requirements/function.txt pins no version with hashes here: {line} (make lock "
            "rewrites it)"
        ),
    ),
    "package.no_pip": (
        "{python} 没有 pip：请执行 {python} -m ensurepip，或用 make package",
        "{python} has no pip: run {python} -m ensurepip, or use make package",
    ),
    "package.no_wheels": (
        "无法取得锁定的依赖：{why}（请检查 pip 的软件源与网络）",
        "the pinned dependencies could not be had: {why} (check pip's index and the network)",
    ),
    "package.bad_wheel": (
        "{wheel} 中的 {path} 在函数包里没有位置",
        "{path} of {wheel} has no place in the package",
    ),
    "package.no_python": (
        (
            "{tried} 不是可用的 CPython 3.10：函数在 3.10 上运行，字节码须由 3.10 编译。"
            "请安装（如 pyenv install 3.10 或 uv python install 3.10），"
            "或用 --python PATH、BEIAN_PYTHON310 指定"
        ),
        (
            "{tried} is no usable CPython 3.10: the function runs on 3.10, which must compile its "
            "bytecode. Install one (pyenv install 3.10, or uv python install 3.10), or name one "
            "with --python PATH or BEIAN_PYTHON310"
        ),
    ),
    "package.bad_source": ("编译失败：{why}", "a module does not compile: {why}"),
    "package.no_zip": (
        "没有文件 {path}：请先执行 make package",
        "there is no {path}: make package builds it",
    ),
    "package.bad_zip": (
        "{path} 不是本项目构建的函数包：请重新执行 make package",
        "{path} is no package that this project built: make package builds one",
    ),
}
