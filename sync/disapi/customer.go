package disapi

// Links points to what was created.
type Links struct {
	Self string `json:"self"`
}

// CreateCustomerResponse names the new customer.
type CreateCustomerResponse struct {
	ID    string `json:"id"`
	Links Links  `json:"links"`
}

// GetCustomerResponse is everything read so far.
type GetCustomerResponse struct {
	Customer *Customer `json:"customer,omitempty"`
}

// Customer is a person as the document and the pictures tell. Every value is
// given per source.
type Customer struct {
	Age            *BiometricMultiValueAttribute `json:"age,omitempty"`
	Gender         *BiometricMultiValueAttribute `json:"gender,omitempty"`
	GivenNames     *MultiValueAttribute          `json:"givenNames,omitempty"`
	Surname        *MultiValueAttribute          `json:"surname,omitempty"`
	FullName       *MultiValueAttribute          `json:"fullName,omitempty"`
	DateOfBirth    *MultiValueAttribute          `json:"dateOfBirth,omitempty"`
	PersonalNumber *MultiValueAttribute          `json:"personalNumber,omitempty"`
	Nationality    *MultiValueAttribute          `json:"nationality,omitempty"`
	Document       *CustomerDocument             `json:"document,omitempty"`
}

// MultiValueAttribute is a value by source. Dates are YYYY-MM-DD.
type MultiValueAttribute struct {
	VisualZone string `json:"visualZone,omitempty"`
	MRZ        string `json:"mrz,omitempty"`
	Chip       string `json:"chip,omitempty"`
	Barcode    string `json:"barcode,omitempty"`
}

// MultiValueAttributeWithoutMrz is a value that no machine-readable zone has.
type MultiValueAttributeWithoutMrz struct {
	VisualZone string `json:"visualZone,omitempty"`
	Barcode    string `json:"barcode,omitempty"`
}

// BiometricMultiValueAttribute is a value that a face tells too: an age in
// years, or a gender M or F.
type BiometricMultiValueAttribute struct {
	VisualZone       string  `json:"visualZone,omitempty"`
	MRZ              *string `json:"mrz,omitempty"` // empty: printed as not said
	Chip             string  `json:"chip,omitempty"`
	Selfie           string  `json:"selfie,omitempty"`
	DocumentPortrait string  `json:"documentPortrait,omitempty"`
}

// CustomerDocument is the document as read so far. A link is there when a GET
// of it finds something.
type CustomerDocument struct {
	Type             *DocumentType                            `json:"type,omitempty"`
	PageTypes        []string                                 `json:"pageTypes"`
	DateOfIssue      *MultiValueAttribute                     `json:"dateOfIssue,omitempty"`
	DateOfExpiry     *MultiValueAttribute                     `json:"dateOfExpiry,omitempty"`
	DocumentNumber   *MultiValueAttribute                     `json:"documentNumber,omitempty"`
	IssuingAuthority *MultiValueAttribute                     `json:"issuingAuthority,omitempty"`
	IssuingState     *MultiValueAttribute                     `json:"issuingState,omitempty"`
	AdditionalTexts  map[string]MultiValueAttributeWithoutMrz `json:"additionalTexts,omitempty"`
	MRZ              *Mrz                                     `json:"mrz,omitempty"`
	Barcodes         map[string]map[string]Barcode            `json:"barcodes,omitempty"` // by page type and name
	Links            CustomerDocumentLinks                    `json:"links"`
}

// Barcode is what a barcode encodes.
type Barcode struct {
	Data Bytes  `json:"data"`
	Type string `json:"type"` // qr_code, pdf_417, code_39, …
}

// CustomerDocumentLinks points to the pictures cut out of the document.
type CustomerDocumentLinks struct {
	Portrait     string            `json:"portrait,omitempty"`
	ChipPortrait string            `json:"chipPortrait,omitempty"`
	Signature    string            `json:"signature,omitempty"`
	Pages        map[string]string `json:"pages,omitempty"` // by page type
}

// OnboardingStatus words.
const (
	StatusInProgress = "IN_PROGRESS"
	StatusFinished   = "FINISHED"
)

// CustomerStoreRequest hands the customer over for keeping.
type CustomerStoreRequest struct {
	ExternalID       string `json:"externalId,omitempty"` // A-Z a-z 0-9 . _ -, at most 64; empty means the customer's id
	OnboardingStatus string `json:"onboardingStatus"`
}
