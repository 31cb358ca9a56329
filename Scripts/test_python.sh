#!/usr/bin/env bash
# test_python.sh WHEELS TO: installs the wheel in the folder WHEELS into a fresh environment TO and runs the package's tests there.
#
# PyTorch comes from the interpreter that IMAGEPOOL_PEERS_PYTHON names, if it has it and is of the same version; else from the package
# index, if that has the build without CUDA; else tests that need it are skipped, and say so. TensorFlow only comes from such an
# interpreter (IMAGEPOOL_TENSORFLOW_PYTHON).
set -euo pipefail
wheels=$1 to=$2
python=${PYTHON:-python3}
peers=${IMAGEPOOL_PEERS_PYTHON:-}
tensorflow=${IMAGEPOOL_TENSORFLOW_PYTHON:-}
torch='torch==2.13.0+cpu'

rm -rf "$to"
"$python" -m venv "$to"
site=$("$to/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
"$to/bin/pip" install -q --disable-pip-version-check pytest "$wheels"/*.whl

# has PYTHON MODULE: whether that interpreter has the module and is of our version.
has() {
  [[ -n $1 ]] && "$1" -c "import importlib.util, sys; sys.exit(not importlib.util.find_spec('$2'))" 2>/dev/null &&
    [[ $("$1" -c 'import sys; print(sys.version_info[:2])') == $("$to/bin/python" -c 'import sys; print(sys.version_info[:2])') ]]
}
# lend PYTHON: its packages come after our own.
lend() { "$1" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' >>"$site/peers.pth"; }

if has "$peers" torch; then
  lend "$peers"
elif ! "$to/bin/pip" install -q --disable-pip-version-check "$torch" 2>/dev/null; then
  echo "test-python: no $torch to be had: tests beside PyTorch are skipped"
fi
if has "$tensorflow" tensorflow; then lend "$tensorflow"; fi

cd Integrations/python
exec "../../$to/bin/python" -m pytest -q
