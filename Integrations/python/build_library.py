"""Puts libimagepool into the wheel and names the platform that it was built for."""

import os
import sysconfig
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LibraryHook(BuildHookInterface):
    def initialize(self, version, build_data):
        name = "libimagepool.dylib" if sysconfig.get_platform().startswith("macosx") else "libimagepool.so"
        default = Path(self.root).parent.parent / "build" / name
        library = Path(os.environ.get("IMAGEPOOL_LIBRARY", default)).resolve()
        if not library.is_file():
            raise FileNotFoundError(f"{library} is not there: make library")
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["force_include"][str(library)] = f"imagepool/{name}"
