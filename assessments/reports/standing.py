"""Where a province stands: beside its earlier round, and beside the medians of what is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.results import Node, SnapshotResult
from assessments.supplements import Earlier, Peers, Published, Supplement, score_key

from . import in_words


@dataclass(frozen=True)
class StandingRow:
    """One score beside others, as text; "–" where there is none."""

    code: str
    title: str
    score: str
    earlier: str
    change: str
    national: str
    peers: str


@dataclass(frozen=True)
class Standing:
    """`earlier`, `national`, `peers`: heads of the columns, "" for a column that is not there; `intro`: what to know
    before reading; `change`, `place`: the two findings of the summary, "" where there is nothing to say."""

    earlier: str
    national: str
    peers: str
    intro: tuple[str, ...]
    change: str
    place: str
    rows: tuple[StandingRow, ...]

    @property
    def is_known(self) -> bool:
        return bool(self.earlier or self.national)


class Beside:
    """The numbers that stand beside a result's own."""

    def __init__(self, beside: Supplement) -> None:
        self.earlier, self.published = beside.earlier, beside.published
        groups = self.published.groups if self.published else ()
        self.national: Peers | None = groups[0] if groups else None
        self.peers: Peers | None = groups[1] if len(groups) > 1 else None

    def before(self, key: str) -> Decimal | None:
        """The earlier score; below the headline only where the catalogues are the same."""
        if self.earlier is None or (not self.earlier.same_catalogues and key != "headline"):
            return None
        return self.earlier.scores.get(key)

    def median(self, key: str) -> Decimal | None:
        return self.national.medians.get(key) if self.national else None

    def row(self, code: str, title: str, score: Decimal | None, key: str) -> StandingRow:
        before = self.before(key)
        change = None if score is None or before is None else score - before
        return StandingRow(
            code=code,
            title=title,
            score=in_words.points(score),
            earlier=in_words.points(before),
            change=in_words.change(change),
            national=in_words.points(self.median(key)),
            peers=in_words.points(self.peers.medians.get(key) if self.peers else None),
        )

    def sentence(self, node: Node) -> str:
        """Of a theme or a group: "Đợt trước 40,12 (+3,20); trung vị cả nước 45,00; …"; "" if nothing is known."""
        row = self.row(node.code, node.title, node.score, score_key(node))
        parts = []
        if row.earlier != in_words.NONE:
            parts.append(_("đợt trước %(earlier)s (%(change)s)") % {"earlier": row.earlier, "change": row.change})
        if row.national != in_words.NONE:
            parts.append(_("trung vị cả nước %s") % row.national)
        if self.peers and row.peers != in_words.NONE:
            parts.append(_("trung vị nhóm “%(group)s” %(median)s") % {"group": self.peers.label, "median": row.peers})
        text = "; ".join(parts)
        return f"{text[:1].upper()}{text[1:]}." if text else ""


def standing(result: SnapshotResult, beside: Beside) -> Standing:
    return Standing(
        earlier=_("Đợt trước") if beside.earlier else "",
        national=_("Trung vị cả nước") if beside.national else "",
        peers=_("Trung vị nhóm") if beside.peers else "",
        intro=tuple(_intro(result, beside)),
        change=_change(result, beside.earlier),
        place=_place(result, beside.published),
        rows=tuple(_rows(result, beside)),
    )


def _rows(result: SnapshotResult, beside: Beside) -> Iterator[StandingRow]:
    heads = (
        ("headline", _("Điểm chung"), result.headline),
        ("readiness", _("Mức sẵn sàng"), result.readiness),
        ("results", _("Mức kết quả"), result.results),
    )
    for key, title, score in heads:
        yield beside.row("", title, score, key)
    for node in (*result.themes, *result.groups):
        yield beside.row(node.code, node.title, node.score, score_key(node))


def _intro(result: SnapshotResult, beside: Beside) -> Iterator[str]:
    if beside.earlier:
        yield _about_earlier(beside.earlier, result)
    if beside.published and beside.national:
        yield _about_published(beside.published, beside.national, beside.peers)
        if result.reading != "verified":
            yield _(
                "Điểm của địa phương trong báo cáo này là điểm tự đánh giá, còn trung vị tính trên điểm đã thẩm định."
            )


def _about_earlier(earlier: Earlier, result: SnapshotResult) -> str:
    names = {
        "campaign": in_words.plain(earlier.campaign),
        "reading": earlier.reading.label,
        "day": in_words.full_day(earlier.as_of),
    }
    text = _("Đợt trước là “%(campaign)s”, điểm “%(reading)s”, tính đến %(day)s.") % names
    if not earlier.same_catalogues:
        text += " " + _("Danh mục đã thay đổi giữa hai đợt nên chỉ so sánh điểm chung.")
    return text


def _about_published(published: Published, national: Peers, peers: Peers | None) -> str:
    names = {
        "count": national.count,
        "campaign": in_words.plain(published.campaign),
        "day": in_words.full_day(published.published_on),
    }
    text = _("Trung vị cả nước tính trên %(count)d địa phương có kết quả công bố của “%(campaign)s” (%(day)s).") % names
    if peers:
        group = {"group": peers.label, "count": peers.count}
        text += " " + _("Nhóm so sánh là “%(group)s”, %(count)d địa phương.") % group
    return text


def _change(result: SnapshotResult, earlier: Earlier | None) -> str:
    before = earlier.scores.get("headline") if earlier else None
    if earlier is None or before is None or result.headline is None:
        return ""
    names = {
        "change": in_words.change(result.headline - before),
        "before": in_words.points(before),
        "reading": earlier.reading.label.lower(),
    }
    if result.headline == before:
        return _("Điểm chung không đổi so với đợt trước (%(before)s, %(reading)s).") % names
    return _("So với đợt trước: %(change)s điểm chung (từ %(before)s, %(reading)s).") % names


def _place(result: SnapshotResult, published: Published | None) -> str:
    if published is None or not published.groups or result.headline is None:
        return ""
    middle = published.groups[0].medians.get("headline")
    if middle is None:
        return ""
    names = {
        "median": in_words.points(middle),
        "count": published.groups[0].count,
        "difference": in_words.points(abs(result.headline - middle)),
    }
    if result.headline > middle:
        text = _("Cao hơn trung vị của %(count)d địa phương (%(median)s) %(difference)s điểm.") % names
    elif result.headline < middle:
        text = _("Thấp hơn trung vị của %(count)d địa phương (%(median)s) %(difference)s điểm.") % names
    else:
        text = _("Bằng trung vị của %(count)d địa phương (%(median)s).") % names
    return " ".join(filter(None, [text, _rank(published)]))


def _rank(published: Published) -> str:
    if published.rank is None:
        return ""
    names = {"rank": published.rank, "of": published.ranked, "low": published.rank_low, "high": published.rank_high}
    if published.rank_low is None:
        return _("Hạng %(rank)d/%(of)d.") % names
    return _("Hạng %(rank)d/%(of)d; khi thử các trọng số khác, hạng từ %(low)d đến %(high)d.") % names
