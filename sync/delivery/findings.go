package delivery

// The parts of the contract's inspections that are compared with the decision
// here; what was not computed is absent.

type selfieFindings struct {
	Selfie struct {
		Similar struct {
			Portrait *bool `json:"documentPortrait"`
			Liveness *bool `json:"livenessSelfies"`
		} `json:"similarityWith"`
	} `json:"selfieInspection"`
}

type documentFindings struct {
	Expired *bool `json:"expired"`
	Zone    struct {
		Valid *bool `json:"valid"`
	} `json:"mrzInspection"`
	Visual struct {
		Text struct {
			Consistent *bool `json:"consistent"`
		} `json:"textConsistency"`
	} `json:"visualZoneInspection"`
	Pages map[string]struct {
		Colours *bool `json:"colorProfileChangeDetected"`
		Screen  *bool `json:"looksLikeScreenshot"`
		Print   *bool `json:"looksLikePrintCopy"`
	} `json:"pageTampering"`
}
