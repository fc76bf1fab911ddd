"""Makes a virtual environment with the packages of a file of requirements, once: whoever asks meanwhile waits.

Called as: make-python-environment.py FOLDER REQUIREMENTS
"""

import fcntl
import pathlib
import subprocess
import sys

folder, requirements = map(pathlib.Path, sys.argv[1:])
complete = folder / "complete"
folder.parent.mkdir(parents=True, exist_ok=True)
# The system lets go of it, however this process ends.
with open(f"{folder}.lock", "w") as lock:
    fcntl.flock(lock, fcntl.LOCK_EX)
    if not complete.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", requirements]
        subprocess.run(pip, check=True)
        complete.touch()
