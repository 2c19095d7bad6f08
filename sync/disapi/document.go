package disapi

// CreateDocumentRequest opens a document. Empty lists mean no restriction.
type CreateDocumentRequest struct {
	Advice             *DocumentAdvice `json:"advice,omitempty"`
	Sources            []string        `json:"sources,omitempty"`            // VIZ, MRZ, BARCODE, DOCUMENT_PORTRAIT, GLOBAL_OCR
	AuthenticityChecks []string        `json:"authenticityChecks,omitempty"` // PRINT_ATTACK, SCREEN_ATTACK, PORTRAIT_SUBSTITUTION
}

// DocumentAdvice narrows what the document can be.
type DocumentAdvice struct {
	Classification *DocumentClassificationAdvice `json:"classification,omitempty"`
}

// DocumentClassificationAdvice is compared without case.
type DocumentClassificationAdvice struct {
	Countries                      []string `json:"countries,omitempty"`
	Types                          []string `json:"types,omitempty"`
	Editions                       []string `json:"editions,omitempty"`
	MachineReadableTravelDocuments []string `json:"machineReadableTravelDocuments,omitempty"`
}

// CreateDocumentResponse names the new document.
type CreateDocumentResponse struct {
	Links Links `json:"links"`
}

// CreateDocumentPageRequest is one photographed page.
type CreateDocumentPageRequest struct {
	Image  *Image              `json:"image"`
	Advice *DocumentPageAdvice `json:"advice,omitempty"`
}

// DocumentPageAdvice narrows what the page can be.
type DocumentPageAdvice struct {
	Classification *DocumentPageClassificationAdvice `json:"classification,omitempty"`
}

// DocumentPageClassificationAdvice names page types, front or back.
type DocumentPageClassificationAdvice struct {
	PageTypes []string `json:"pageTypes"`
}

// CreateDocumentPageResponse is what was recognised, or an error code alone.
type CreateDocumentPageResponse struct {
	DocumentType *DocumentType      `json:"documentType,omitempty"`
	PageType     string             `json:"pageType,omitempty"` // front, back, unknown
	Detection    *DocumentDetection `json:"detection,omitempty"`
	ErrorCode    string             `json:"errorCode,omitempty"`
	Warnings     []string           `json:"warnings,omitempty"`
	Links        *Links             `json:"links,omitempty"`
}

// DocumentType says what a document is.
type DocumentType struct {
	Country                       string `json:"country,omitempty"` // lower case
	Edition                       string `json:"edition,omitempty"`
	Type                          string `json:"type,omitempty"`
	MachineReadableTravelDocument string `json:"machineReadableTravelDocument,omitempty"` // TD1, TD2, TD3
	SupportLevel                  string `json:"supportLevel,omitempty"`
	SupportMethod                 string `json:"supportMethod,omitempty"` // with FULL_SUPPORT only
}

// FullTemplateSupport is the support method of a type whose template is known.
const FullTemplateSupport = "FULL_TEMPLATE_SUPPORT"

// DocumentDetection is where the card is.
type DocumentDetection struct {
	Confidence       float64             `json:"confidence"` // 0..1
	Coordinates      DocumentCoordinates `json:"coordinates"`
	CornerOutOfImage bool                `json:"cornerOutOfImage"`
}

// DocumentCoordinates are named from the card's own top left.
type DocumentCoordinates struct {
	TopLeftCorner     Point `json:"topLeftCorner"`
	TopRightCorner    Point `json:"topRightCorner"`
	BottomLeftCorner  Point `json:"bottomLeftCorner"`
	BottomRightCorner Point `json:"bottomRightCorner"`
}

// DocumentPageQuality is fine when there is no issue.
type DocumentPageQuality struct {
	Fine     bool           `json:"fine"`
	Issues   []string       `json:"issues,omitempty"`
	Warnings []string       `json:"warnings,omitempty"`
	Details  QualityDetails `json:"details"`
}

// QualityDetails are the measures behind a page's quality.
type QualityDetails struct {
	Sharpness  QualityCheckDetail `json:"sharpness"`
	Brightness QualityCheckDetail `json:"brightness"`
	Hotspots   QualityCheckDetail `json:"hotspots"`
}

// QualityCheckDetail is one measure.
type QualityCheckDetail struct {
	Score float64 `json:"score"` // 0..1
	Level string  `json:"level"` // LOW, MEDIUM, HIGH
}
