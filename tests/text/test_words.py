"""The words: complete in every language, none left over, and Japanese that a teacher would write."""

import re
from pathlib import Path

import pytest

from gradlab.compute.expression import PROBLEMS
from gradlab.compute.guess import JUDGEMENTS
from gradlab.compute.losses import LOSSES
from gradlab.compute.scaling import STAGES
from gradlab.compute.scaling.formulas import SYMBOLS
from gradlab.compute.scaling.passage import PASSAGES
from gradlab.compute.training import OUTCOMES
from gradlab.compute.training import PRESETS as SYMPTOMS
from gradlab.compute.training import STAGES as TRAINING_STAGES
from gradlab.text import DEFAULT, LANGUAGES, nearest, words
from gradlab.ui.explore.chips import CHIPS
from gradlab.ui.live_chart.views import VIEWS
from gradlab.ui.pages import PAGES
from gradlab.ui.scaling.presets import OFFERED, OPENING, preset_state
from gradlab.ui.training.fields import OPTIONS
from gradlab.ui.training.fields import state_of as training_state

ROOT = Path(__file__).parents[2]
ROOMS = [ROOT / "gradlab" / room for room in ("figures", "ui")]
USERS = [ROOT / "app.py", *(path for room in ROOMS for path in room.rglob("*") if path.suffix in (".py", ".js"))]

# What stands between two sentences: a space, or nothing.
JOINERS = {"sentence.between", "training.sentence.between"}

# The tables the live chart is sent, besides those of the open views, those the live receipt is sent, and each word they
# ask for: `words.chart.note`, or `words.flat` of one of them.
SENT = ("chart", "readout", "sentence", "check", "live_page")
SENT_OF_SCALING = ("live", "summary")
SCRIPTS = "\n".join(path.read_text(encoding="utf-8") for path in USERS if path.suffix == ".js")
ASKED = sorted(set(re.findall(r"\bwords\.(\w+)(?:\.(\w+))?", SCRIPTS)))

# sentence.js makes these names from the stage of a Cause (gradlab/compute/cause.py).
MADE_NAMES = {"cause_forward", "cause_backward", "cause_branch", "cause_empty"}

over_languages = pytest.mark.parametrize("language", LANGUAGES)


def texts(language: str) -> dict[str, str]:
    """Every text of a language by its dotted key: `explore.chips.mse`."""

    def flat(table, prefix: str) -> dict[str, str]:
        found = {}
        for key, value in table.items():
            found |= {prefix + key: value} if not hasattr(value, "items") else flat(value, f"{prefix}{key}.")
        return found

    return flat(words(language), "")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"{(\w*)}", text))


def is_sentence(text: str) -> bool:
    return text.endswith((".", "?", "。"))


def test_english_and_japanese_are_there():
    assert set(LANGUAGES) >= {"en", "ja"}


@over_languages
def test_every_language_has_the_same_keys(language):
    assert list(texts(language)) == list(texts(DEFAULT))


@over_languages
def test_every_text_has_the_same_placeholders_in_every_language(language):
    expected = {key: placeholders(text) for key, text in texts(DEFAULT).items()}

    assert {key: placeholders(text) for key, text in texts(language).items()} == expected


@over_languages
def test_no_text_is_empty_and_none_has_a_brace_outside_a_placeholder(language):
    for key, text in texts(language).items():
        assert text.strip() or key in JOINERS, key
        filled = text.format_map(dict.fromkeys(placeholders(text), "0"))
        assert not set("{}") & set(filled), key


LOSS_CODE = [path.read_text(encoding="utf-8") for path in (ROOT / "gradlab/compute/losses").glob("*.py")]
DIVISORS = {counts for text in LOSS_CODE for counts in re.findall(r'Divisor\("(\w+)"', text)}
REGISTRIES = {
    "losses": LOSSES,
    "names": LOSSES,
    "remarks": {remark.name for loss in LOSSES.values() for remark in loss.remarks},
    "divisors": DIVISORS,
    "explore.chips": CHIPS,
    "formula_error": PROBLEMS,
    "scaling.stages": STAGES,
    "scaling.ticks": set(STAGES) - {"scale_update"},
    "scaling.passages": PASSAGES,
    "scaling.symbols": SYMBOLS,
    "scaling.settings": preset_state(OPENING),
    "training.settings": {*training_state(next(iter(SYMPTOMS.values())).training), *OPTIONS},
    "training.preset": [f"{name}.{part}" for name in SYMPTOMS for part in ("name", "look")],
    "training.outcomes": OUTCOMES,
    "training.guesses": OUTCOMES,
    "training.stages": TRAINING_STAGES,
    "predict.kinds": JUDGEMENTS,
    "scaling.preset": [f"{name}.{part}" for name in OFFERED for part in ("name", "look")],
}
# What a stage did: tests/ui/test_scaling.py says each of them.
SAID = ("scaling.said.", "scaling.named.")


@pytest.mark.parametrize("table", REGISTRIES)
@over_languages
def test_each_entry_of_a_registry_has_its_words_and_no_words_are_left_over(language, table):
    of_the_table = {key.removeprefix(f"{table}.") for key in texts(language) if key.startswith(f"{table}.")}

    assert of_the_table == set(REGISTRIES[table])


@pytest.mark.parametrize("view", VIEWS)
@over_languages
def test_every_view_has_a_name(language, view):
    assert words(language)["views"][view]["name"]


@pytest.mark.parametrize("page", PAGES)
@over_languages
def test_every_page_has_a_title(language, page):
    assert words(language)["app"][page]


@pytest.mark.parametrize(("first", "second"), ASKED)
def test_every_word_the_live_chart_asks_for_exists(first, second):
    sent = {table: words(DEFAULT)[table] for table in SENT} | words(DEFAULT)["views"]
    sent |= {table: words(DEFAULT)["scaling"][table] for table in SENT_OF_SCALING}
    if first in (*sent, "views"):
        assert not second or second in sent[first]
    else:
        assert any(first in table for table in sent.values())


def test_every_word_is_used_somewhere():
    code = "\n".join(path.read_text(encoding="utf-8") for path in USERS)
    of_a_registry = (*(f"{table}." for table in REGISTRIES), *SAID)
    own = {key.split(".")[-1] for key in texts(DEFAULT) if not key.startswith(of_a_registry)}

    assert {key for key in own - MADE_NAMES if not re.search(rf"\b{key}\b", code)} == set()


@pytest.mark.parametrize(
    ("locale", "language"),
    [("ja-JP", "ja"), ("ja", "ja"), ("JA", "ja"), ("en-GB", "en"), ("fr-FR", "en"), ("jax", "en"), ("", "en")],
)
def test_a_locale_is_read_in_its_own_language_or_else_in_english(locale, language):
    assert nearest(locale) == language


def test_a_browser_that_names_no_locale_reads_english():
    assert nearest(None) == "en"


# English: a loss curve is the loss over epochs to who learns about training, and the picture here is another one.
@pytest.mark.parametrize("banned", ["loss curve", "true gradient", "raw gradient", "!"])
def test_the_english_says_nothing_that_is_not_so(banned):
    assert [key for key, text in texts("en").items() if banned in text.lower()] == []


# The machine translations of the source, and what the glossary says not to write; (?!…) is what may follow.
BANNED = [
    "グラデーション", "松明", "トーチ", "後ろ向き", "卒業生", "印刷する", "輸入", "ピップ", "エッセンシャル",
    "逆方向伝播", "トレーニング", "スケールなし", "未編集", "真の値", "拡大された", "損失曲線", "タンジェント",
    "損失関数に関する", "変化率", "証明", "伝搬", "削減", "入力データ", "ターゲット", "蓄積", "ゼロにする",
    "切り取り", "ねじれ", "よじれ", "レシート", "(?<!Google )コラボ", "セットアップ", "前処理",
    "(?<!時間)ステップ(?!数)",
    "スライダ(?!ー)", "パラメーター", "オプティマイザー", "あなた", "成功", "[！!]",
    "損失関数 =",
]  # fmt: skip


@pytest.mark.parametrize("banned", BANNED)
def test_the_japanese_has_none_of_the_banned_words(banned):
    assert {key: text for key, text in texts("ja").items() if re.search(banned, text)} == {}


def test_shrinking_is_said_of_the_picture_alone():
    # 縮小 is no word for reduction.
    assert [key for key, text in texts("ja").items() if "縮小" in text] == ["chart.zoom_out"]


@over_languages
def test_what_is_a_sentence_in_english_is_one_in_every_language(language):
    for key, english in texts(DEFAULT).items():
        assert is_sentence(texts(language)[key]) == is_sentence(english), key


JAPANESE_SENTENCES = {key: text.split("。")[:-1] for key, text in texts("ja").items() if is_sentence(text)}
POLITE = re.compile(r"(です|ます|ません|ました|でした|ください)$")
PLAIN = re.compile(r"(だ|である|する|ない|いる|れる|なる|った|した)$")


@pytest.mark.parametrize("sentences", JAPANESE_SENTENCES.values(), ids=JAPANESE_SENTENCES)
def test_japanese_sentences_are_polite(sentences):
    # One may break off after a noun, between others.
    assert any(POLITE.search(sentence) for sentence in sentences)
    assert [sentence for sentence in sentences if PLAIN.search(sentence) and not POLITE.search(sentence)] == []


@pytest.mark.parametrize(("key", "text"), texts("ja").items(), ids=texts("ja"))
def test_japanese_is_set_as_japanese_is(key, text):
    assert re.findall(r"[０-９Ａ-Ｚａ-ｚ＝＋－．，　]", text) == []  # digits, letters and signs half-width; 、。
    assert re.findall(r"\w（）", text) == []  # the brackets of code half-width
    kana_or_kanji = "[ぁ-ヿ一-鿿]"
    touching = rf"(?:[0-9A-Za-z_}})](?={kana_or_kanji}))|(?:{kana_or_kanji}(?=[0-9A-Za-z_{{(]))"
    assert re.findall(touching, text) == []  # a half-width space between code or digits and kana
