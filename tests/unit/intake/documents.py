"""Documents made by the tests: Word with tables, PDFs of one and two columns, and with a Europass file attached."""

import io
import zipfile

from docx import Document
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

_LINE = 14


def pdf(*columns, attached=None, password=None, pages=1):
    """`columns`: (left edge in points, lines); the standard font knows Latin letters without Serbian ones."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): writer._add_object(named)})}
        )
        content = DecodedStreamObject()
        content.set_data(_drawn(columns).encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(content)
    if attached:
        writer.add_attachment("Europass-XML-Attachment.xml", attached.encode())
    if password:
        writer.encrypt(password)
    return _bytes(writer)


def _drawn(columns):
    drawn = []
    for left, lines in columns:
        for number, line in enumerate(lines):
            text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            drawn.append(f"BT /F1 10 Tf {left} {800 - number * _LINE} Td ({text}) Tj ET")
    return "\n".join(drawn)


def docx(lines, table=()):
    """Lines, then a table of rows of cells; a cell of several lines has them in paragraphs of their own."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        made = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    return _bytes(document)


def odt(lines):
    content = io.BytesIO()
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in lines)
    office, text = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text"))
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office}" xmlns:text="{text}">'
            f"<office:body><office:text>{paragraphs}</office:text></office:body></office:document-content>",
        )
    return content.getvalue()


def bomb():
    """A document of 30 kB that unpacks to 30 MB."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 30_000_000)
    return content.getvalue()


def _bytes(made):
    content = io.BytesIO()
    made.write(content) if isinstance(made, PdfWriter) else made.save(content)
    return content.getvalue()


CANDIDATE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Candidate xmlns="http://www.europass.eu/1.0" xmlns:oa="http://www.openapplications.org/oagis/9"
  xmlns:eures="http://www.europass_eures.eu/1.0" xmlns:hr="http://www.hr-xml.org/3">
<CandidatePerson>
  <PersonName><oa:GivenName>Teodora</oa:GivenName><hr:FamilyName>Pešić</hr:FamilyName></PersonName>
  <Communication><ChannelCode>Telephone</ChannelCode><CountryDialing>381</CountryDialing>
    <oa:DialNumber>641234567</oa:DialNumber></Communication>
  <Communication><ChannelCode>Email</ChannelCode><oa:URI>teodora@primer.rs</oa:URI></Communication>
  <Communication><Address><oa:AddressLine>Obilićeva 3</oa:AddressLine><oa:CityName>Pirot</oa:CityName></Address>
  </Communication>
  <hr:BirthDate>2001-04-05</hr:BirthDate><GenderCode>female</GenderCode><NationalityCode>rs</NationalityCode>
  <PrimaryLanguageCode name="NORMAL">srp</PrimaryLanguageCode>
</CandidatePerson>
<CandidateProfile languageCode="sr">
  <EmploymentHistory><EmployerHistory><hr:OrganizationName>Hotel Stara planina</hr:OrganizationName>
    <PositionHistory><PositionTitle>Recepcioner</PositionTitle>
      <eures:EmploymentPeriod>
        <eures:StartDate><hr:FormattedDateTime>2023-06-15</hr:FormattedDateTime></eures:StartDate>
        <eures:EndDate><hr:FormattedDateTime>2024-05-31</hr:FormattedDateTime></eures:EndDate>
        <hr:CurrentIndicator>false</hr:CurrentIndicator></eures:EmploymentPeriod>
      <oa:Description>&lt;p&gt;Prijem gostiju&lt;/p&gt;
&lt;ul&gt;&lt;li&gt;Rezervacije&lt;/li&gt;&lt;/ul&gt;</oa:Description>
    </PositionHistory></EmployerHistory></EmploymentHistory>
  <EducationHistory><EducationOrganizationAttendance>
    <hr:OrganizationName>Ekonomski fakultet u Nišu</hr:OrganizationName>
    <AttendancePeriod><StartDate><hr:FormattedDateTime>2019-10</hr:FormattedDateTime></StartDate>
      <EndDate><hr:FormattedDateTime>2024-09</hr:FormattedDateTime></EndDate></AttendancePeriod>
    <EducationDegree><hr:DegreeName>Master ekonomista</hr:DegreeName></EducationDegree>
  </EducationOrganizationAttendance></EducationHistory>
  <PersonQualifications><PersonCompetency><CompetencyID>deu</CompetencyID><hr:TaxonomyID>language</hr:TaxonomyID>
    <eures:CompetencyDimension><eures:Score><hr:ScoreText>B2</hr:ScoreText></eures:Score></eures:CompetencyDimension>
    <eures:CompetencyDimension><eures:Score><hr:ScoreText>B1</hr:ScoreText></eures:Score></eures:CompetencyDimension>
    <eures:CompetencyDimension><eures:Score><hr:ScoreText>B1</hr:ScoreText></eures:Score></eures:CompetencyDimension>
  </PersonCompetency></PersonQualifications>
</CandidateProfile></Candidate>"""

PASSPORT = """<?xml version="1.0" encoding="UTF-8"?>
<SkillsPassport xmlns="http://europass.cedefop.europa.eu/Europass" locale="sr-lat">
<LearnerInfo>
  <Identification><PersonName><FirstName>Nikola</FirstName><Surname>Đokić</Surname></PersonName>
    <ContactInfo><Address><Contact><Municipality>Vlasotince</Municipality></Contact></Address>
      <Email><Contact>nikola@primer.rs</Contact></Email>
      <TelephoneList><Telephone><Contact>063 222 111</Contact></Telephone></TelephoneList></ContactInfo>
    <Demographics><Birthdate year="1999" month="--02" day="---03"/><Gender><Code>M</Code></Gender></Demographics>
  </Identification>
  <WorkExperienceList><WorkExperience>
    <Period><From year="2021" month="--03"/><Current>true</Current></Period>
    <Position><Label>Automehaničar</Label></Position><Employer><Name>Auto servis Zoki</Name></Employer>
  </WorkExperience></WorkExperienceList>
  <EducationList><Education><Period><From year="2014"/><To year="2018"/></Period><Title>Automehaničar</Title>
    <Organisation><Name>Tehnička škola Vlasotince</Name></Organisation></Education></EducationList>
  <Skills><Linguistic><MotherTongueList><MotherTongue><Description><Code>sr</Code></Description></MotherTongue>
    </MotherTongueList><ForeignLanguageList><ForeignLanguage><Description><Code>en</Code></Description>
    <ProficiencyLevel><Listening>B1</Listening><Reading>B1</Reading><Writing>A2</Writing></ProficiencyLevel>
    </ForeignLanguage></ForeignLanguageList></Linguistic>
    <Driving><Description><Licence>B</Licence><Licence>C</Licence></Description></Driving></Skills>
</LearnerInfo></SkillsPassport>"""
