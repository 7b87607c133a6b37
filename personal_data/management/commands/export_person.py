import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from personal_data.actions import export
from personal_data.people import NobodyThere, person_of


class Command(BaseCommand):
    help = "In mọi dữ liệu về một người dạng JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--by", default="", help="thư điện tử của người yêu cầu")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            by = person_of(options["by"]) if options["by"] else None
            found = export(by=by, person=person_of(options["email"]))
        except (NobodyThere, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
