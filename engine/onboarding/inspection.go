package onboarding

import (
	"portico/engine/document"
	"portico/engine/document/inspect"
)

// DocumentInspection is what speaks for and against a document, under the
// contract's names. What could not be computed is absent.
type DocumentInspection struct {
	inspect.Findings
	Portrait *PortraitInspection           `json:"portraitInspection,omitempty"`
	Chip     *ChipInspection               `json:"chipInspection,omitempty"`
	Scores   map[document.Side]*Disclosure `json:"-"` // those behind Findings.Pages
}

// PortraitInspection compares the portrait with the data.
type PortraitInspection struct {
	Gender            string             `json:"genderEstimate,omitempty"` // M or F
	Age               *int               `json:"ageEstimate,omitempty"`    // years
	GenderConsistency *GenderConsistency `json:"genderConsistency,omitempty"`
	AgeDifference     *AgeDifference     `json:"ageDifferenceWith,omitempty"`
}

// GenderConsistency says where an estimated gender equals another source's.
type GenderConsistency struct {
	Portrait *bool `json:"documentPortrait,omitempty"`
	Visual   *bool `json:"viz,omitempty"`
	MRZ      *bool `json:"mrz,omitempty"`
}

// AgeDifference is in years.
type AgeDifference struct {
	Portrait *int `json:"documentPortrait,omitempty"`
	Birth    *int `json:"dateOfBirth,omitempty"`
}

// Disclosure holds the scores behind a page's flags, in the contract's senses.
type Disclosure struct {
	Color      *Scored           `json:"colorProfileChangeDetected,omitempty"`    // low = changed
	Screenshot *Scored           `json:"looksLikeScreenshot,omitempty"`           // low = screen
	Screen     *Scored           `json:"presentationAttackScreenClass,omitempty"` // high = screen
	Print      *Scored           `json:"presentationAttackPrintClass,omitempty"`  // high = print
	Texts      map[string]Scored `json:"tamperedTexts,omitempty"`                 // by field, low = tampered
}

// Scored is a score of 0 to 1.
type Scored struct {
	Score float64 `json:"score"`
}

// CustomerInspection compares the selfie with everything else, under the
// contract's names. What could not be computed is absent.
type CustomerInspection struct {
	Selfie   *SelfieInspection `json:"selfieInspection,omitempty"`
	Security Security          `json:"security"`
	Links    *InspectionLinks  `json:"links,omitempty"`
	// Portrait and Liveness are the similarities behind Selfie.Similar, 0..1;
	// Liveness is the smallest over the liveness pictures that could be
	// compared, and Unmatched says that one could not.
	Portrait  *float64 `json:"-"`
	Liveness  *float64 `json:"-"`
	Unmatched bool     `json:"-"`
	// Copied says whether selfie and portrait are more alike than two pictures
	// of a person ever are.
	Copied *bool `json:"-"`
}

// SelfieInspection judges the selfie.
type SelfieInspection struct {
	Similar           *Similarity        `json:"similarityWith,omitempty"`
	Gender            string             `json:"genderEstimate,omitempty"`
	GenderConsistency *GenderConsistency `json:"genderConsistency,omitempty"`
	Age               *int               `json:"ageEstimate,omitempty"`
	AgeDifference     *AgeDifference     `json:"ageDifferenceWith,omitempty"`

	agePlausible *bool // within AgeTolerance of the dates of birth
}

// Similarity says whether the selfie shows the person of another picture.
type Similarity struct {
	Portrait *bool `json:"documentPortrait,omitempty"`
	Chip     *bool `json:"chipPortrait,omitempty"`
	Liveness *bool `json:"livenessSelfies,omitempty"`
}

// Security says whether pictures were checked for injection; plain JPEG and
// PNG carry nothing that could be checked.
type Security struct {
	VideoInjection VideoInjection `json:"videoInjection"`
}

// VideoInjection is the contract's required part of Security.
type VideoInjection struct {
	Evaluated bool `json:"evaluated"`
}

// InspectionLinks points to the document's inspection where there is one.
type InspectionLinks struct {
	Document string `json:"documentInspection,omitempty"`
}
