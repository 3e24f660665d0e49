"""Reading admin pages in tests as a browser would: what a form would post, what it complains about."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the fields of a page's main form."""

    def __init__(self):
        super().__init__()
        self.data: dict[str, object] = {}
        self.name = self.select = None
        self.text = ""
        self.several = False

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "input" and a.get("name") and a.get("type") not in ("submit", "button", "file"):
            if a.get("type") not in ("checkbox", "radio"):
                self.put(a["name"], a.get("value", ""))
            elif "checked" in a:
                self.data.setdefault(a["name"], []).append(a.get("value", "on"))
        elif tag == "select" and a.get("name"):
            self.select, self.several, self.first = a["name"], "multiple" in a, None
            self.data[self.select] = [] if self.several else ""
        elif tag == "option" and self.select:
            if self.several:
                if "selected" in a:
                    self.data[self.select].append(a["value"])
            elif "selected" in a or self.first is None:
                self.first = self.data[self.select] = a.get("value", "")
        elif tag == "textarea":
            self.name, self.text = a["name"], ""

    def put(self, name, value):
        """Of several inputs of one name a browser posts them all."""
        if name in self.data:
            before = self.data[name]
            value = [*(before if isinstance(before, list) else [before]), value]
        self.data[name] = value

    def handle_data(self, data):
        if self.name:
            self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.data[self.name] = self.text.removeprefix("\n").replace("\n", "\r\n")
            self.name = None
        elif tag == "select":
            self.select = None


def form_data(response) -> dict:
    """What a browser would post if the page's form were sent as it is."""
    parser = _Form()
    page = response.content.decode()
    start = page.index("<form", page.index('id="content-main"'))
    parser.feed(page[start : page.rindex("</form>")])
    return {
        name: value for name, value in parser.data.items() if name != "csrfmiddlewaretoken" and "__prefix__" not in name
    }


def rows_of(prefix: str, rows: list[dict]) -> dict:
    """New rows of an inline, as its script adds them: the fields and the count of forms."""
    typed = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for index, row in enumerate(rows):
        typed |= {f"{prefix}-{index}-version": ""} | {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return typed


def messages_of(response) -> list[str]:
    """Every complaint of a refused form, once each; none if the page was accepted."""
    return list(dict.fromkeys(message for _, message in complaints_of(response)))


def complaints_of(response) -> list[tuple[str, str]]:
    """Every complaint of a refused form with the field it stands at."""
    if not response.context or "adminform" not in response.context:
        return []
    forms = [response.context["adminform"].form]
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms += [form for formset in formsets for form in formset.forms]
    complaints = [
        (f"{form.prefix or ''} {name}".strip(), str(message))
        for form in forms
        for name, messages in form.errors.items()
        for message in messages
    ]
    return complaints + [(formset.prefix, str(m)) for formset in formsets for m in formset.non_form_errors()]
