from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.actions.answers import Content, content_of, load
from assessments.answer_values import read
from assessments.catalogue import CampaignCatalogue, campaign_catalogue
from assessments.errors import InvalidAnswer, Refusal
from assessments.management.answer_files import read_json
from assessments.management.assessments import find_assessment, find_user
from indicators.scoring import exchange


class Command(BaseCommand):
    help = (
        "Nạp câu trả lời từ một tệp smartcity-answers/1 vào một phiếu, tất cả hoặc không gì cả. Số minh chứng và kết "
        "quả thẩm định trong tệp không được nạp: chúng chỉ có trong cổng. Ghi chú đã có trong cổng được giữ nguyên."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("assessment", help="mã phiếu (UUID), hoặc MÃ_ĐỢT/MÃ_TỈNH")
        parser.add_argument("file", help="tệp JSON, hoặc - để đọc đầu vào chuẩn")
        parser.add_argument("--by", required=True, help="thư điện tử của người chịu trách nhiệm nhập")

    def handle(self, *args: Any, **options: Any) -> None:
        assessment, by = find_assessment(options["assessment"]), find_user(options["by"])
        catalogue = campaign_catalogue(assessment.campaign)
        try:
            document = read_json(options["file"])
            header = exchange.read_header(document)
            self.check_versions(header, assessment.campaign.guidance.code, assessment.campaign.indicators.code)
            before = {row.code: content_of(row) for row in assessment.answers.all()}
            contents = self.contents(catalogue, exchange.read_answers(document, catalogue.frame), before)
            changed = load(by=by, assessment=assessment, contents=contents)
        except exchange.ExchangeError as error:
            raise CommandError("\n".join(map(str, error.problems)), returncode=2) from error
        except InvalidAnswer as error:
            raise CommandError("\n".join(error.messages.values()), returncode=2) from error
        except Refusal as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(f"Đã nạp {len(contents)} câu trả lời, {changed} câu thay đổi.")

    def check_versions(self, header: exchange.Header, guidance: str, indicators: str) -> None:
        pinned = {"guidance": (header.guidance, guidance), "indicators": (header.indicators, indicators)}
        wrong = [
            exchange.Problem("", field, f"{expected} (phiên bản của đợt đánh giá)", came or "ô trống")
            for field, (came, expected) in pinned.items()
            if came != expected
        ]
        if wrong:
            raise exchange.ExchangeError(wrong)

    def contents(
        self, catalogue: CampaignCatalogue, answers: exchange.Answers, before: Mapping[str, Content]
    ) -> dict[str, Content]:
        """The file's values; what the format does not hold stays as it was `before`."""
        found, messages = {}, {}
        for code, answer in answers.items():
            try:
                raw = exchange.written_value(answer.value)
                value = None if raw is None else read(catalogue.items[code], raw, timezone.localdate())
                kept = before.get(code, Content())
                found[code] = replace(kept, value=value, not_applicable=answer.not_applicable, reason=answer.reason)
            except InvalidAnswer as error:
                messages[code] = str(error)
        if messages:
            raise InvalidAnswer(messages)
        return found
