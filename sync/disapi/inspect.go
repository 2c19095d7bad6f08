package disapi

// CustomerInspectDiscloseResponse holds the scores behind a customer's inspection.
type CustomerInspectDiscloseResponse struct {
	SelfieInspection *SelfieInspectionDisclose `json:"selfieInspection,omitempty"`
}

// SelfieInspectionDisclose holds the selfie's scores.
type SelfieInspectionDisclose struct {
	SimilarityWith *SelfieSimilarityWithDisclose `json:"similarityWith,omitempty"`
}

// SelfieSimilarityWithDisclose holds similarities.
type SelfieSimilarityWithDisclose struct {
	DocumentPortrait *DocumentPortraitDisclose `json:"documentPortrait,omitempty"`
	LivenessSelfies  *LivenessSelfiesDisclose  `json:"livenessSelfies,omitempty"`
}

// DocumentPortraitDisclose is the similarity of selfie and portrait.
type DocumentPortraitDisclose struct {
	Score float64 `json:"score"` // 0..1
}

// LivenessSelfiesDisclose is the smallest similarity of the selfie and any
// liveness selfie.
type LivenessSelfiesDisclose struct {
	Score float64 `json:"score"` // 0..1
}
