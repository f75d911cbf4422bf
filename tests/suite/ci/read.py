"""Reads what other programs would read, with their own readers, and says as JSON what they found.

read.py junit SCHEMA FILE...   the tests of JUnit reports, each held to the schema first
read.py markdown FILE...       the cells, links and tags that GitHub's Markdown makes of pages
read.py yaml FILE              a YAML file
"""
import html.parser
import json
import sys
import pathlib


def junit(schema, *files):
    import junitparser
    import xmlschema

    schema = xmlschema.XMLSchema(schema)
    reports = []
    for file in files:
        schema.validate(file)
        suites = junitparser.JUnitXml.fromfile(file)
        tests = []
        for suite in suites:
            for case in suite:
                failures = [result for result in case.result if isinstance(result, junitparser.Failure)]
                tests.append({
                    "name": case.name,
                    "class": case.classname,
                    "file": case._elem.get("file"),
                    "failures": [{"message": failure.message, "type": failure.type, "text": failure.text} for failure in failures],
                    "output": case.system_out,
                })
        reports.append({"tests": tests, "counted": [suites.tests, suites.failures]})
    return reports


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.rows, self.cell, self.text, self.tags, self.links = [], None, "", set(), []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag + "".join(f" {name}" for name, _ in attributes))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.cell = ""
        if tag == "br" and self.cell is not None:
            self.cell += "\n"
        if tag == "a":
            self.links.append(dict(attributes)["href"])

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        else:
            self.text += data

    def handle_comment(self, data):
        self.tags.add("!--")


def markdown(*files):
    import cmarkgfm
    from cmarkgfm.cmark import Options

    pages = []
    for file in files:
        page = Page()
        text = pathlib.Path(file).read_text(encoding="utf-8")
        page.feed(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))
        pages.append({"rows": page.rows, "text": page.text, "tags": sorted(page.tags), "links": page.links})
    return pages


def yaml(file):
    import ruamel.yaml

    return ruamel.yaml.YAML(typ="safe").load(pathlib.Path(file))


if __name__ == "__main__":
    print(json.dumps({"junit": junit, "markdown": markdown, "yaml": yaml}[sys.argv[1]](*sys.argv[2:])))
