"""Puts libimagepool into the wheel with its licence, and names the platform that it was built for."""

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
        build_data["force_include"][str(Path(self.root).parent.parent / "LICENSE")] = "imagepool/licenses/imagepool.txt"
        # Of the libraries that auditwheel takes along, as Debian and its kin keep them.
        for package in ("libpng16-16", "libpng16-16t64", "libjpeg62-turbo", "libjpeg-turbo8", "liblcms2-2"):
            for notice in Path("/usr/share/doc").glob(f"{package}/copyright"):
                build_data["force_include"][str(notice.resolve())] = f"imagepool/licenses/{notice.parent.name}.txt"
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
        build_data["force_include"][str(library)] = f"imagepool/{name}"
