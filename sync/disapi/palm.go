package disapi

// NoPalmDetected is the in-band code for a picture in which no palm was found.
const NoPalmDetected = "NO_PALM_DETECTED"

// CreatePalmRequest holds a picture of a palm.
type CreatePalmRequest struct {
	Image *Base64ImageDto `json:"image"`
}

// Base64ImageDto is a picture to upload that has no address.
type Base64ImageDto struct {
	Data Bytes `json:"data"`
}

// CreatePalmResponse says why there is no palm.
type CreatePalmResponse struct {
	ErrorCode string `json:"errorCode,omitempty"`
}

// PalmSimilarityRequest has exactly one of its fields.
type PalmSimilarityRequest struct {
	ReferencePalm         string `json:"referencePalm,omitempty"` // link
	ReferencePalmTemplate Bytes  `json:"referencePalmTemplate,omitempty"`
}
