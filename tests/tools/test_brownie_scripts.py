"""`brownie run` from any folder; of something that is not there it ends with a sentence, before a node is started."""

import pytest
from brownie._config import CONFIG

from tests.tools import brownie_project
from tests.tools.brownie_project import ROOT, BrownieProject
from tools import anvil
from tools.brownie_scripts import install, refuse_unknown

FILES = {
    "scripts/greet.py": 'def main():\n    print("hello")\n\n\ndef again(name):\n    print("again", name)\n',
    "scripts/helper.py": "from scripts.greet import main\n\nVALUE = 1\n",
    "scripts/sub/deep.py": "def main():\n    pass\n",
    "scripts/own.py": "import sys\n\n__getattr__ = sys.exit\n\n\ndef main():\n    pass\n\n\ndef _help():\n    pass\n",
}
KNOWN = "those that there are: greet, own."


@pytest.fixture
def project(tmp_path) -> BrownieProject:
    """A project with a few scripts."""
    project = brownie_project.create(tmp_path)
    for name, text in FILES.items():
        project.write(name, text)
    return project


@pytest.fixture
def typed(monkeypatch):
    """`typed(words)`: as if these words came after `brownie run`."""

    def take(words, cli="run"):
        name, function, *_ = [*words.split(), None, None]
        monkeypatch.setattr(CONFIG, "argv", {"cli": cli, "<filename>": name, "<function>": function})

    return take


def test_default_behavior(project):
    """As a Brownie user types it."""
    done = project.brownie("run", "nosuch")
    assert (done.stderr, done.returncode) == (f"There is no script 'nosuch'; {KNOWN}\n", 1)
    assert "Launching" not in done.stdout

    done = project.brownie("run", "greet", "again", "you", HANDOVER_PORT=str(anvil.free_port()))
    assert "again you" in done.stdout, done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("scripts/nosuch.py", f"There is no script 'scripts/nosuch.py'; {KNOWN}"),
        ("/nowhere/greet.py", f"There is no script '/nowhere/greet.py'; {KNOWN}"),
        ("deep", f"There is no script 'deep'; {KNOWN}"),
        (".", f"There is no script '.'; {KNOWN}"),
        ("helper", "helper.py has no function 'main' to run."),
        ("helper VALUE", "helper.py has no function 'VALUE' to run."),
        ("greet nosuch", "greet.py has no function 'nosuch' to run."),
        ("own sys", "own.py has no function 'sys' to run."),
        ("own _help", "own.py has no function '_help' to run."),
    ],
)
def test_refused(project, typed, words, sentence):
    typed(words)
    with pytest.raises(SystemExit) as refused:
        refuse_unknown(project.path)
    assert refused.value.code == sentence


@pytest.mark.parametrize(
    "words", ["greet", "greet.py", "scripts/greet", "scripts/greet.py", "greet again", "sub/deep", "own nosuch"]
)
def test_passed_on(project, typed, words):
    typed(words)
    refuse_unknown(project.path)


def test_absolute_path(project, typed):
    typed(str(project.path / "scripts" / "greet.py"))
    refuse_unknown(project.path)


def test_other_commands_have_no_script(project, typed):
    typed("nosuch", cli="test")
    install(project.path)


def test_folder_with_a_dot(tmp_path):
    (folder := tmp_path / "tmp.x" / "v1.0").mkdir(parents=True)
    project = brownie_project.create(folder)
    project.write("scripts/helper.py", 'WORD = "found"\n')
    project.write("scripts/greet.py", "from scripts import helper\n\n\ndef main():\n    print(helper.WORD, __name__)\n")
    done = project.brownie("run", "greet", HANDOVER_PORT=str(anvil.free_port()))
    assert "found scripts.greet\n" in done.stdout, done.stderr


@pytest.mark.parametrize("name", ["arbiter", "carrier", "demo", "deploy", "keeper", "merchant", "verify"])
def test_scripts_of_the_project(typed, name):
    """Each has something to show without a function's name, and words of its own for a wrong one."""
    typed(name)
    refuse_unknown(ROOT)
    typed(f"{name} nosuch")
    refuse_unknown(ROOT)
