"""Vet hur en PDF säger vad den heter, när den gjordes och vilka standarder den följer (XMP och Info)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pikepdf import String

if TYPE_CHECKING:
    from datetime import datetime

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{titel}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{skapare}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{språk}</rdf:li></rdf:Bag></dc:language>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdf:Producer>{producent}</pdf:Producer>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <xmp:CreatorTool>{program}</xmp:CreatorTool>
   <xmp:CreateDate>{dag}</xmp:CreateDate>
   <xmp:ModifyDate>{dag}</xmp:ModifyDate>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas>
    <rdf:Bag>
     <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property>
       <rdf:Seq>
        <rdf:li rdf:parseType="Resource">
         <pdfaProperty:name>part</pdfaProperty:name>
         <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
         <pdfaProperty:category>internal</pdfaProperty:category>
         <pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
        </rdf:li>
       </rdf:Seq>
      </pdfaSchema:property>
     </rdf:li>
    </rdf:Bag>
   </pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""
"""Det sista stycket beskriver pdfuaid, som PDF/A-2 annars inte känner."""


def xmp(*, titel: str, skapare: str, språk: str, producent: str, program: str, dag: datetime) -> bytes:
    """Egenskaperna som PDF/A och PDF/UA läser."""
    ord_ = {"titel": titel, "skapare": skapare, "språk": språk, "producent": producent, "program": program}
    skyddade = {namn: escape(text) for namn, text in ord_.items()}
    return _XMP.format(**skyddade, dag=f"{dag:%Y-%m-%dT%H:%M:%S}Z").encode()


def info(*, titel: str, skapare: str, producent: str, program: str, dag: datetime) -> dict[str, String]:
    """Samma egenskaper så som äldre läsare vill ha dem."""
    tid = f"D:{dag:%Y%m%d%H%M%S}Z"
    return {
        "/Title": String(titel),
        "/Author": String(skapare),
        "/Creator": String(program),
        "/Producer": String(producent),
        "/CreationDate": String(tid),
        "/ModDate": String(tid),
    }
