// Package document turns photographs of identity documents into findings.
//
// A Reader finds the card or page in the picture, straightens it, decides what
// it is, reads its zones and measures its quality. It performs no I/O and
// keeps no picture after returning. A bad photograph is a finding, never an
// error; an error means that the engine itself could not do its work.
package document

import (
	"image"

	"portico/engine/document/barcode"
	"portico/engine/document/mrz"
	"portico/engine/imaging"
)

// Side is the page type of the DIS contract.
type Side string

// The sides of a document. A passport's data page is a Front.
const (
	Front   Side = "front"
	Back    Side = "back"
	Unknown Side = "unknown"
)

// Sides returns the sides in the order in which they are believed: where
// several carry a value, the first counts.
func Sides() [3]Side { return [3]Side{Front, Back, Unknown} }

// SupportLevel is the contract's word for how much is known of a type.
type SupportLevel string

// Support levels, best first.
const (
	FullSupport       SupportLevel = "FULL_SUPPORT"
	MRZExtractionOnly SupportLevel = "MRZ_EXTRACTION_ONLY"
	GenericSupport    SupportLevel = "GENERIC_SUPPORT" // nothing known: fields found by their printed labels
	NotSupported      SupportLevel = "NOT_SUPPORTED"
)

// SupportMethod is the contract's word for how a type with full support is known.
type SupportMethod string

// Support methods.
const (
	TemplateSupport       SupportMethod = "FULL_TEMPLATE_SUPPORT"
	GlobalPassportSupport SupportMethod = "GLOBAL_PASSPORT_SUPPORT" // any data page after ICAO Doc 9303-4
)

// Type names a kind of document, as the contract's documentType does.
type Type struct {
	Country string       `json:"country,omitempty"` // ISO 3166-1 alpha-3, lower case; "ino" is the contract's sample card
	Kind    string       `json:"type,omitempty"`    // identity-card, passport, drivers-licence, visa
	Edition string       `json:"edition,omitempty"`
	MRTD    string       `json:"machineReadableTravelDocument,omitempty"` // TD1, TD2 or TD3
	Support SupportLevel `json:"supportLevel,omitempty"`

	Method SupportMethod `json:"supportMethod,omitempty"` // with FullSupport only
}

// Source says where on the document a value was read.
type Source string

// The zones a value can come from.
const (
	VisualZone Source = "viz"
	MRZone     Source = "mrz"
	Barcode    Source = "barcode"
)

// Names of fields, those of the contract.
const (
	GivenNames       = "givenNames"
	Surname          = "surname"
	FullName         = "fullName"
	Nationality      = "nationality"
	Gender           = "gender"
	DateOfBirth      = "dateOfBirth"
	PersonalNumber   = "personalNumber"
	DocumentNumber   = "documentNumber"
	DateOfIssue      = "dateOfIssue"
	DateOfExpiry     = "dateOfExpiry"
	IssuingAuthority = "issuingAuthority"
	IssuingState     = "issuingState"
	Address          = "address"
	PlaceOfBirth     = "placeOfBirth"
)

// Field is one value read from one zone.
type Field struct {
	Value      string        `json:"value"`         // normalised: dates YYYY-MM-DD, lines joined by \n
	Raw        string        `json:"raw"`           // as printed
	Confidence float64       `json:"confidence"`    // 0..1
	Source     Source        `json:"source"`        //
	Box        *imaging.Quad `json:"box,omitempty"` // in the photograph
}

// Level is the contract's grade of a quality measure.
type Level string

// The grades.
const (
	Low    Level = "LOW"
	Medium Level = "MEDIUM"
	High   Level = "HIGH"
)

// Measure is one quality measure of a page.
type Measure struct {
	Score float64 `json:"score"` // 0..1
	Level Level   `json:"level"`
}

// Quality is what is good or bad about a photograph of a page.
type Quality struct {
	Fine       bool     `json:"fine"`               // no issue
	Issues     []string `json:"issues,omitempty"`   // the contract's words: SHARPNESS_LOW, BRIGHTNESS_HIGH, …
	Warnings   []string `json:"warnings,omitempty"` // DOCUMENT_CLOSE_TO_IMAGE_BORDER
	Sharpness  Measure  `json:"sharpness"`
	Brightness Measure  `json:"brightness"`
	Hotspots   Measure  `json:"hotspots"`
}

// Check is one authenticity check. One that was not evaluated has no score.
type Check struct {
	Score     *float64           `json:"score,omitempty"` // 0..1, high = genuine
	Flagged   bool               `json:"flagged"`         // looks wrong
	Evaluated bool               `json:"evaluated"`
	Box       *imaging.Quad      `json:"box,omitempty"`    // what was judged, in the photograph: the page, or the worst field
	Fields    map[string]float64 `json:"fields,omitempty"` // the score of each field that was judged by itself
}

// SeveralCards warns that the picture shows more than one card; the largest
// was read. The contract has no word for it, so its answers do not carry it.
const SeveralCards = "SEVERAL_CARDS_DETECTED"

// Page is everything found on one photograph of a document.
type Page struct {
	Type             *Type            `json:"documentType,omitempty"` // nil: not recognised
	Side             Side             `json:"pageType"`
	Corners          imaging.Quad     `json:"corners"`    // in the photograph, from the card's own top left
	Confidence       float64          `json:"confidence"` // that this is a card, 0..1
	CornerOutOfImage bool             `json:"cornerOutOfImage"`
	Warnings         []string         `json:"warnings,omitempty"` // SeveralCards
	MRZ              *mrz.Reading     `json:"mrz,omitempty"`      // nil: none found
	Barcodes         []barcode.Symbol `json:"barcodes,omitempty"` // with their places in the photograph
	Visual           map[string]Field `json:"visual,omitempty"`   // by field name; nil where no template is known
	Portrait         *image.Rectangle `json:"portrait,omitempty"` // in the rectified page
	Quality          Quality          `json:"quality"`
	Authenticity     map[string]Check `json:"authenticity,omitempty"`
}

// Reading is a Page with its pictures.
type Reading struct {
	Page
	Rectified *image.RGBA        // the page cut out, upright
	Face      *image.RGBA        // the portrait cut out; nil: none found
	Millis    map[string]float64 // time of each stage: locate, mrz, viz, …
}
