package disapi

// CreateCustomerLivenessResponse names the new container.
type CreateCustomerLivenessResponse struct {
	Links Links `json:"links"`
}

// CreateCustomerLivenessSelfieRequest has exactly one of Image and
// SelfieOrigin, and says what the face is meant to show.
type CreateCustomerLivenessSelfieRequest struct {
	Image        *Image        `json:"image,omitempty"`
	SelfieOrigin *SelfieOrigin `json:"selfieOrigin,omitempty"`
	Assertion    string        `json:"assertion"` // EYE_GAZE_…, SMILE, NEUTRAL, NONE
}

// SelfieOrigin links to the customer's own selfie.
type SelfieOrigin struct {
	Link string `json:"link"`
}

// CreateCustomerLivenessSelfieResponse is empty when there is nothing to say.
type CreateCustomerLivenessSelfieResponse struct {
	ErrorCode string   `json:"errorCode,omitempty"` // NO_FACE_DETECTED
	Warnings  []string `json:"warnings,omitempty"`  // MULTIPLE_FACES_DETECTED, LOW_QUALITY
}

// EvaluateCustomerLivenessRequest names one check. The requests for its
// challenge and for its pictures have the same form.
type EvaluateCustomerLivenessRequest struct {
	Type string `json:"type"` // PASSIVE_LIVENESS, SMILE_LIVENESS, EYE_GAZE_LIVENESS, MAGNIFEYE_LIVENESS
}

// EvaluateCustomerLivenessResponse has a score or an error code.
type EvaluateCustomerLivenessResponse struct {
	Score     *float64 `json:"score,omitempty"`     // 0..1, high = live
	ErrorCode string   `json:"errorCode,omitempty"` // NOT_ENOUGH_DATA, INVALID_DATA
}
