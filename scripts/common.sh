# What the scripts share; sourced, it runs nothing by itself.
# shellcheck shell=bash disable=SC2034

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root" || exit

# A caller's own environment must not leak into ours.
unset VIRTUAL_ENV CONDA_PREFIX PYTHONHOME PYTHONPATH

tools=var/setup # the set-up's own things: its lock, a private uv
app=.venv
engine=bot/.venv

fail() { # what is wrong, then what to do next, a line each
    hint='' # said here, better than a step's own
    printf '\n%s\n' "$1" >&2
    shift
    [[ $# -eq 0 ]] || printf '  %s\n' "$@" >&2
    exit 1
}

fits() { # Python, condition on `sys`: can it really be run (a shim may stand for nothing), with what the packages need of it?
    "$1" -c "import ctypes, sqlite3, ssl, sys, zlib; sys.exit(not ($2))" >/dev/null 2>&1
}

candidates() { # names...: every executable of these names, on the PATH and among pyenv's versions
    local name
    for name in "$@"; do
        type -aP "$name" || true
        compgen -G "${PYENV_ROOT:-$HOME/.pyenv}/versions/*/bin/$name" || true
    done
}

find_python() { # condition on `sys`, names...: prints the first that fits, as the executable itself
    local candidate condition=$1
    shift
    while IFS= read -r candidate; do
        if fits "$candidate" "$condition"; then
            "$candidate" -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))'
            return
        fi
    done < <(candidates "$@")
    return 1
}

app_python() { find_python 'sys.version_info >= (3, 11)' python3.11 python3.12 python3.13 python3.14 python3; }
engine_python() { find_python 'sys.version_info[:2] == (3, 10)' python3.10; }

find_uv() { # prints the first uv that runs and is new enough for our locks: on the PATH, else the private one
    local candidate
    while IFS= read -r candidate; do
        if "$candidate" pip sync --help 2>/dev/null | grep -q -- --build-constraints; then
            echo "$candidate"
            return
        fi
    done < <(
        type -aP uv || true
        echo "$root/$tools/uv/bin/uv"
    )
    return 1
}

bring_uv() { # installs the private uv with any Python's pip
    local python with_pip=()
    while IFS= read -r python; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            with_pip=("$python" -m pip)
            break
        fi
    done < <(candidates python3 python3.11 python3.12 python3.13 python3.14 python3.10)
    if [[ ${#with_pip[@]} -eq 0 ]]; then
        fail 'uv, which installs the packages, is not on the PATH, and no Python here has pip to bring it.' \
            'Install one of them (Debian, Ubuntu: apt-get install python3-pip), then run this again.'
    fi
    "${with_pip[@]}" install --quiet --disable-pip-version-check --root-user-action=ignore \
        --no-deps --only-binary :all: --require-hashes --upgrade --target "$tools/uv" --requirement requirements-uv.lock
}
