from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from perfdesk.core.fault import CallFault, FileFault
from perfdesk.desks.template_desk import (
    USUAL,
    ReportTemplate,
    blank_forms,
    check_template,
    copy_template,
    drop,
    export,
    export_form,
    own_folder,
    report_templates,
    tag_guide,
    take_over,
    template_named,
)
from perfdesk.narrative.report import shipped_templates
from perfdesk.writing.filling.template_choice import shipped_forms


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFDESK_SETTINGS", str(tmp_path / "settings"))


def damage(path: Path, old: str, new: str) -> None:
    """Put other words into the text of a Word file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].decode()
    assert old in body
    parts["word/document.xml"] = body.replace(old, new, 1).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_every_blank_form_says_which_document_it_follows() -> None:
    assert [form.path for form in blank_forms()] == list(shipped_forms())
    for form in blank_forms():
        assert form.follows and form.scope and form.differs and form.inferred, form.name


def test_a_blank_form_is_handed_out_as_it_is(tmp_path: Path) -> None:
    form = blank_forms()[0]
    export_form(form, tmp_path / "空白.xlsx")
    assert (tmp_path / "空白.xlsx").read_bytes() == form.path.read_bytes()


def test_the_shipped_templates_come_first_and_are_sound() -> None:
    listed = report_templates()
    assert listed[0].identifier == USUAL
    assert sorted(template.identifier for template in listed) == sorted(shipped_templates())
    assert all("\u4e00" <= template.title[0] <= "\u9fff" for template in listed)
    assert len({template.title for template in listed}) == len(listed)
    for template in listed:
        assert check_template(template.identifier) == ()


def test_a_copy_is_ones_own_and_keeps_the_bytes() -> None:
    shipped = report_templates()[0]
    own = copy_template(shipped.identifier, " 本县：自评.docx ")
    assert own.path == own_folder() / "本县：自评.docx"
    assert own.path.read_bytes() == shipped.path.read_bytes()
    assert report_templates()[-1] == own
    assert own.is_own


@pytest.mark.parametrize("name", ["", " . ", "/?*", ".docx"])
def test_a_name_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(CallFault, match="模板名称不能为空"):
        copy_template("national", name)


def test_a_name_that_is_taken_is_refused_and_nothing_is_written_over() -> None:
    own = copy_template("national", "本县")
    damage(own.path, "项目数", "项目甲")
    before = own.path.read_bytes()
    with pytest.raises(CallFault, match="已有名为“本县”的模板"):
        copy_template("national", "本县")
    assert own.path.read_bytes() == before


def test_a_slip_is_told_with_paragraph_words_and_cure() -> None:
    own = copy_template("national", "本县")
    damage(own.path, "平均分", "平均粉")
    (slip,) = check_template(own.identifier)
    assert slip.where.startswith("正文第")
    assert "平均粉" in slip.text
    assert "最接近的是“平均分”" in slip.cure


def test_what_is_no_template_at_all_is_told_whole() -> None:
    own = copy_template("national", "本县")
    own.path.write_bytes(b"not a package")
    (slip,) = check_template(own.identifier)
    assert slip.where == "整个模板"
    assert "Word" in slip.cure


def test_a_template_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    target = tmp_path / "给同事.docx"
    export("national", target)
    own = take_over(target)
    assert own.title == "给同事"
    assert own.path.read_bytes() == target.read_bytes()


def test_only_a_word_file_is_taken_over(tmp_path: Path) -> None:
    source = tmp_path / "模板.doc"
    source.write_bytes(b"old")
    with pytest.raises(CallFault, match="不是 Word 文档"):
        take_over(source)
    with pytest.raises(FileFault, match="无法读取"):
        take_over(tmp_path / "没有.docx")


def test_ones_own_template_can_be_deleted_and_a_shipped_one_cannot() -> None:
    own = copy_template("national", "本县")
    drop(own)
    assert not own.path.exists()
    shipped: ReportTemplate = report_templates()[0]
    with pytest.raises(CallFault, match="不能删除"):
        drop(shipped)
    assert shipped.path.exists()


def test_ones_own_template_is_meant_by_its_name_and_a_shipped_one_comes_first() -> None:
    own = copy_template("national", "本县")
    copy_template("national", "NATIONAL 2")
    assert template_named("本县") == own.identifier
    assert template_named("national") == "national"
    assert template_named("别处/模板.docx") == "别处/模板.docx"


def test_the_guide_names_what_a_template_may_print() -> None:
    assert "项目列表" in tag_guide()
    assert "{{ 项目.得分 }}" in tag_guide()
