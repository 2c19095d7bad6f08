package disapi

// CreateSelfieRequest has exactly one of its fields.
type CreateSelfieRequest struct {
	Image        *Image                `json:"image,omitempty"`
	SelfieOrigin *LivenessSelfieOrigin `json:"selfieOrigin,omitempty"`
}

// LivenessSelfieOrigin links to the selfie of a liveness record.
type LivenessSelfieOrigin struct {
	Link string `json:"link"`
}

// CreateSelfieResponse has a detection and links, or an error code.
type CreateSelfieResponse struct {
	Detection *FaceDetection `json:"detection,omitempty"`
	Links     *Links         `json:"links,omitempty"`
	ErrorCode string         `json:"errorCode,omitempty"` // NO_FACE_DETECTED, INVALID_DATA
	Warnings  []string       `json:"warnings,omitempty"`  // MULTIPLE_FACES_DETECTED
}
