"""Random lives of wire stories: after each round the house agrees with a small model, and no hidden word is anywhere."""

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

from tests.lifecycle import agreement
from tests.lifecycle.lived import Lived
from tests.lifecycle.lives import CHANNELS, KILLING, World, worlds
from tests.run.conftest import PACK

WIRE = "- {{id: {0}, publisher: {1}, name: The {0}, kind: wire, path: {0}, language: en, cadence_hours: 12, verified: true}}\n"
SEQUENCES = 17
UNHURRIED = settings(deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A pack with three wires, and the feeds of the other tests."""
    folder = tmp_path_factory.mktemp("pack")
    wires = "".join(WIRE.format(channel, publisher) for channel, publisher in CHANNELS.items())
    for name, text in (PACK | {"sources.yaml": PACK["sources.yaml"] + wires}).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def counts(request):
    """What was done in all examples of a test; told when it is over."""
    found = Counter()
    yield found
    told = ", ".join(f"{count} {name.strip()}" for name, count in sorted(found.items()))
    plugins = request.config.pluginmanager
    with plugins.get_plugin("capturemanager").global_and_fixture_disabled():
        plugins.get_plugin("terminalreporter").write_line(f"\n{told}")


def live_through(world: World, pack: Path, counts: Counter) -> None:
    """Live a world in a fresh data folder."""
    with tempfile.TemporaryDirectory(prefix="lives-") as name, pytest.MonkeyPatch.context() as patch:
        given_settings = {"DATA": f"{name}/data", "PACK": str(pack), "WORKERS": "1", "INBOX_SECONDS": "0"}
        for variable, value in given_settings.items():
            patch.setenv(f"TRUCEWATCH_{variable}", value)
        lived = Lived(Path(name) / "data", world, counts)
        for number in range(len(world.hops)):
            touched = lived.live(number)
            agreement.agree(lived, touched)
            agreement.nothing_hidden_is_seen(lived)
        agreement.pages_show_none_of_it(lived)
        counts["worlds"] += 1
        counts["sequences"] += len(world.lives)
        counts["kills"] += len(lived.model.killed)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@settings(UNHURRIED, max_examples=1, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate])
@given(world=worlds(sequences=SEQUENCES, most_rounds=3))
def test_some_lives(world, pack, counts):
    assume(any(act.what in KILLING for life in world.lives for acts in life.rounds for act in acts))  # not the simplest
    live_through(world, pack, counts)


@pytest.mark.soak
@pytest.mark.timeout(14_400)
@settings(UNHURRIED, max_examples=59)
@given(world=worlds(sequences=SEQUENCES, most_rounds=5))
def test_a_thousand_lives(world, pack, counts):
    live_through(world, pack, counts)
