"""Pseudonyms: keyed, stable, and nobody shares one; the key is kept out of the folder."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from pathlib import Path

import keyring
import keyring.backend
import pytest
from keyring.errors import PasswordSetError

from chs_audit.errors import NotFoundError
from chs_audit.privacy import pseudonym_key
from chs_audit.privacy.identities import KINDS_IN, people_on_record
from chs_audit.privacy.pseudonym_key import key_of
from chs_audit.privacy.pseudonyms import LETTERS, Pseudonyms
from data_samples import make

KEY = bytes(32)


class TestPseudonyms:
    def test_it_is_the_keyed_hash_in_other_letters(self):
        digest = hmac.new(KEY, b"staff|S1", hashlib.sha256).digest()
        bits = "".join(f"{byte:08b}" for byte in digest)
        letters = [LETTERS[int(bits[at : at + 5], 2)] for at in range(0, 30, 5)]
        assert Pseudonyms(KEY, {"staff": ["S1"]}).of("staff", "S1") == f"staff-{''.join(letters)}"

    def test_nobody_mixes_the_letters_up(self):
        assert len(set(LETTERS)) == 32
        assert not set(LETTERS) & set("01OI")

    def test_the_same_person_is_called_the_same_whoever_comes_or_goes(self):
        few = Pseudonyms(KEY, {"person": ["P1", "P2"]})
        many = Pseudonyms(KEY, {"person": [f"P{one}" for one in range(500)]})
        assert few.of("person", "P1") == many.of("person", "P1")

    def test_another_key_or_kind_calls_them_something_else(self):
        people = {"staff": ["1"], "person": ["1"]}
        names = {
            Pseudonyms(key, people).of(kind, "1").rpartition("-")[2]
            for key in (KEY, b"another")
            for kind in people
        }
        assert len(names) == 4

    def test_who_would_clash_gets_more_letters(self, monkeypatch):
        codes = {"P1": "AAAAAABB", "P2": "AAAAAACC", "P3": "BBBBBBBB"}
        monkeypatch.setattr(Pseudonyms, "_code", lambda self, kind, number: codes[number])
        names = Pseudonyms(KEY, {"person": codes})
        assert [names.of("person", number) for number in codes] == [
            "person-AAAAAABB",
            "person-AAAAAACC",
            "person-BBBBBB",
        ]

    def test_among_a_hundred_thousand_no_two_share_one(self):
        numbers = [str(one) for one in range(100_000)]
        names = Pseudonyms(KEY, {"person": numbers})
        assert len({names.of("person", number) for number in numbers}) == len(numbers)

    def test_it_leads_back_however_it_is_typed(self):
        names = Pseudonyms(KEY, {"staff": ["S1"]})
        assert names.person(f" {names.of('staff', 'S1').lower()} ") == ("staff", "S1")

    def test_a_pseudonym_of_nobody(self):
        with pytest.raises(NotFoundError, match="nobody on record"):
            Pseudonyms(KEY, {}).person("staff-AAAAAA")


def test_every_column_that_refers_to_a_person_is_known():
    assert KINDS_IN["staff_id"] == ("staff",)
    assert KINDS_IN["person_id"] == ("person", "staff")
    assert KINDS_IN["visitor_id"] == ("visitor",)
    assert {"manager_id", "covers_id", "told_by", "organiser_id"} <= set(KINDS_IN)
    assert not {"event_id", "meeting_id", "form_id", "consent_id", "policy_id"} & set(KINDS_IN)


def test_people_are_of_the_kind_that_has_them_as_its_own():
    from tests.support import inputs

    database = inputs(
        staff="staff_id | name\nS1 | Posy",
        service_users="person_id | name\nP1 | Tansy",
        consents="consent_id | person_id\nC1 | S1\nC2 | P2",
    ).engine.database
    people = people_on_record(database)
    assert people == {"staff": {"S1"}, "person": {"P1", "P2"}, "visitor": set()}


class Ring(keyring.backend.KeyringBackend):
    """A keyring that keeps, or forgets, or refuses."""

    priority = 1  # type: ignore[assignment]

    def __init__(self, *, keeps: bool = True, refuses: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.keeps, self.refuses = keeps, refuses

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.refuses:
            raise PasswordSetError
        if self.keeps:
            self.kept[service, username] = password


@pytest.fixture
def ring(monkeypatch):
    def use(**how: bool) -> Ring:
        ring = Ring(**how)
        monkeypatch.setattr(keyring, "get_password", ring.get_password)
        monkeypatch.setattr(keyring, "set_password", ring.set_password)
        return ring

    return use


@pytest.fixture
def settings_home(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


class TestKey:
    def test_the_keyring_has_it_and_no_file_does(self, ring, settings_home, small_folder):
        kept = ring().kept
        key = key_of(small_folder)
        assert [bytes.fromhex(one) for one in kept.values()] == [key]
        assert not settings_home.exists()
        assert key_of(small_folder) == key

    @pytest.mark.parametrize("how", [{"refuses": True}, {"keeps": False}])
    def test_without_a_keyring_that_keeps_it_is_in_a_file_of_ones_own(
        self, ring, settings_home, small_folder, how
    ):
        ring(**how)
        key = key_of(small_folder)
        (file,) = settings_home.rglob("keys/*")
        assert bytes.fromhex(file.read_text()) == key
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
            assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
        ring()
        assert key_of(small_folder) == key, "a keyring that comes later changes nothing"

    def test_nothing_of_it_is_in_the_folder(self, settings_home, small_folder):
        key = key_of(small_folder)
        assert len(key) == 32
        for path in small_folder.rglob("*"):
            assert path.is_dir() or key.hex() not in path.read_text()

    def test_each_folder_has_its_own_and_keeps_it_when_it_moves(
        self, settings_home, small_folder, tmp_path
    ):
        key = key_of(small_folder)
        moved = small_folder.rename(tmp_path / "moved")
        assert key_of(moved) == key
        (moved / "audit.id").unlink()
        assert key_of(moved) != key

    def test_a_name_written_by_hand_leads_nowhere_else(self, settings_home, small_folder):
        (small_folder / "audit.id").write_text("../../somewhere")
        key_of(small_folder)
        (file,) = settings_home.rglob("keys/*")
        assert file.parent == settings_home / "chs-audit" / "keys"

    def test_only_the_untouched_sample_has_a_key_that_everybody_knows(
        self, settings_home, tmp_path
    ):
        folder = tmp_path / "sample"
        folder.mkdir()
        make(folder, 1)
        assert key_of(folder) == pseudonym_key.SAMPLE_KEY
        (folder / "records" / "more.csv").write_text("a,b\n")
        assert key_of(folder) != pseudonym_key.SAMPLE_KEY
