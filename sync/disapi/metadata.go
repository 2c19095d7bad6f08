package disapi

// DocumentMetadataResponse lists the documents whose template is known.
type DocumentMetadataResponse struct {
	Documents []Document `json:"documents"`
}

// Document is one known kind of document.
type Document struct {
	DocumentType MetadataDocumentType    `json:"documentType"`
	Pages        map[string]PageMetadata `json:"pages"` // by page type
}

// MetadataDocumentType names a kind; the country is in upper case.
type MetadataDocumentType struct {
	Country                       string `json:"country"`
	Edition                       string `json:"edition"`
	Type                          string `json:"type"`
	MachineReadableTravelDocument string `json:"machineReadableTravelDocument"` // empty where there is none
}

// PageMetadata says what is printed on a page.
type PageMetadata struct {
	ClassificationAdviceRequired bool                 `json:"classificationAdviceRequired,omitempty"`
	Portrait                     *Portrait            `json:"portrait,omitempty"`
	VisualZone                   map[string]TextField `json:"visualZone"` // by field; machineReadableZone where there is one
}

// Portrait says whether the page has one.
type Portrait struct {
	Present bool `json:"present"`
}

// TextField is one printed field.
type TextField struct {
	Label           string `json:"label,omitempty"`
	ValueNormalized bool   `json:"valueNormalized"` // true for dates
}
