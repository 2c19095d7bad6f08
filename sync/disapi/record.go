package disapi

// CreateCustomerLivenessRecordResponse has a selfie and links, or an error code.
type CreateCustomerLivenessRecordResponse struct {
	Selfie    *SelfieFromLivenessRecord `json:"selfie,omitempty"`
	Links     *LivenessRecordLinks      `json:"links,omitempty"`
	ErrorCode string                    `json:"errorCode,omitempty"` // INVALID_DATA
}

// SelfieFromLivenessRecord is the face of a record.
type SelfieFromLivenessRecord struct {
	Detection FaceDetection `json:"detection"`
}

// LivenessRecordLinks points to the selfie of a record.
type LivenessRecordLinks struct {
	Selfie string `json:"selfie"`
}

// LivenessChallengeResponse is what the person must do.
type LivenessChallengeResponse struct {
	Details EyeGazeChallengeDetails `json:"details"`
}

// EyeGazeChallengeDetails are the corners to look at, in this order.
type EyeGazeChallengeDetails struct {
	Corners []string `json:"corners"` // TOP_LEFT, TOP_RIGHT, BOTTOM_LEFT, BOTTOM_RIGHT
}

// RetrieveLivenessSelfiesResponse holds the pictures in the order they came.
type RetrieveLivenessSelfiesResponse struct {
	Selfies       []LivenessSelfie       `json:"selfies,omitempty"`
	RecordSelfies []LivenessRecordSelfie `json:"recordSelfies,omitempty"`
}

// LivenessSelfie is a picture that was sent alone.
type LivenessSelfie struct {
	Assertion string `json:"assertion"`
	Data      Bytes  `json:"data"`
}

// LivenessRecordSelfie is the picture of a record.
type LivenessRecordSelfie struct {
	Assertion string `json:"assertion"`
	Data      Bytes  `json:"data"`
}

// EvaluateExtendedLivenessRequest asks for a further judgement of pictures.
type EvaluateExtendedLivenessRequest struct {
	Type              string   `json:"type"`              // DEEPFAKE
	LivenessResources []string `json:"livenessResources"` // PASSIVE, SMILE, EYE_GAZE, MAGNIFEYE; at least one, each once
}

// EvaluateExtendedLivenessResponse leaves out every resource that was not
// evaluated: nothing here tells a deepfake, so it is empty.
type EvaluateExtendedLivenessResponse struct{}

// RecordHeader of the answer to GET info says which version of Portico's
// liveness records the server takes. The contract does not know it, so its
// clients do not see it.
const (
	RecordHeader  = "X-Portico-Liveness-Record"
	RecordVersion = "1"
)

// AuditHeadHeader of POST store carries where the client's own audit trail ends,
// as audit.Head writes it. The contract does not know it; a Portico backend
// keeps it in its trail.
const AuditHeadHeader = "X-Portico-Audit-Head"
