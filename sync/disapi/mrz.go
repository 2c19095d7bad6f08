package disapi

// Mrz is the parsed machine-readable zone, under its format.
type Mrz struct {
	TD1 *Td1Mrz `json:"td1,omitempty"`
	TD2 *Td2Mrz `json:"td2,omitempty"`
	TD3 *Td3Mrz `json:"td3,omitempty"`
}

// MrzFields are in every format: without fillers, dates YYMMDD as printed, the
// empty string where the zone is blank.
type MrzFields struct {
	DocumentCode     string `json:"documentCode"`
	IssuingAuthority string `json:"issuingAuthority"` // same as IssuingState; the contract still requires it
	IssuingState     string `json:"issuingState"`
	Surname          string `json:"surname"`
	GivenNames       string `json:"givenNames"`
	DocumentNumber   string `json:"documentNumber"`
	Nationality      string `json:"nationality"`
	DateOfBirth      string `json:"dateOfBirth"`
	Gender           string `json:"gender"` // M, F or empty
	DateOfExpiry     string `json:"dateOfExpiry"`
}

// MrzChecks says which check digits are right, in every format.
type MrzChecks struct {
	DocumentNumber bool `json:"documentNumberCheckDigitValid"`
	DateOfBirth    bool `json:"dateOfBirthCheckDigitValid"`
	DateOfExpiry   bool `json:"dateOfExpiryCheckDigitValid"`
	Composite      bool `json:"compositeCheckDigitValid"`
}

// Td1Mrz is a zone of three lines of 30.
type Td1Mrz struct {
	MrzFields
	OptionalDataFirstLine  string                    `json:"optionalDataFirstLine,omitempty"`
	OptionalDataSecondLine string                    `json:"optionalDataSecondLine,omitempty"`
	CheckDigitsValidity    Td1MrzCheckDigitsValidity `json:"checkDigitsValidity"`
}

// Td1MrzCheckDigitsValidity is for TD1.
type Td1MrzCheckDigitsValidity struct{ MrzChecks }

// Td2Mrz is a zone of two lines of 36.
type Td2Mrz struct {
	MrzFields
	OptionalDataSecondLine string                    `json:"optionalDataSecondLine,omitempty"`
	CheckDigitsValidity    Td2MrzCheckDigitsValidity `json:"checkDigitsValidity"`
}

// Td2MrzCheckDigitsValidity is for TD2.
type Td2MrzCheckDigitsValidity struct{ MrzChecks }

// Td3Mrz is a zone of two lines of 44.
type Td3Mrz struct {
	MrzFields
	PersonalNumberOrOptionalDataSecondLine string                    `json:"personalNumberOrOptionalDataSecondLine,omitempty"`
	CheckDigitsValidity                    Td3MrzCheckDigitsValidity `json:"checkDigitsValidity"`
}

// Td3MrzCheckDigitsValidity is for TD3.
type Td3MrzCheckDigitsValidity struct {
	MrzChecks
	PersonalNumber bool `json:"personalNumberCheckDigitValid"`
}
