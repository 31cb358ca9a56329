#!/usr/bin/env bash
# test_ray.sh WHEELS TO: installs the Python package's wheel in the folder WHEELS and Integrations/ray, with Ray Data from the package
# index, into an environment TO, and runs the tests of Integrations/ray there.
set -euo pipefail
wheels=$1 to=$2
python=${PYTHON:-python3}

if [[ ! -x $to/bin/python ]]; then
  rm -rf "$to"
  "$python" -m venv "$to"
  "$to/bin/pip" install -q --disable-pip-version-check 'ray[data]' pytest hatchling
fi
# Of the same version or not: the wheel that was built just now.
"$to/bin/pip" install -q --disable-pip-version-check --force-reinstall --no-deps "$wheels"/*.whl
"$to/bin/pip" install -q --disable-pip-version-check --force-reinstall --no-deps --no-build-isolation Integrations/ray

cd Integrations/ray
PATH=$(cd "../../$to/bin" && pwd):$PATH exec python -m pytest -q
