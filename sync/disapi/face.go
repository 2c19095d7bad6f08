package disapi

// CreateFaceRequest has exactly one of Image and FaceOrigin; Detection only
// with Image.
type CreateFaceRequest struct {
	Image      *Image                   `json:"image,omitempty"`
	Detection  *FaceDetectionProperties `json:"detection,omitempty"`
	FaceOrigin *CustomerSelfieOrigin    `json:"faceOrigin,omitempty"`
}

// CustomerSelfieOrigin links to a customer's selfie or document portrait.
type CustomerSelfieOrigin struct {
	Link string `json:"link"`
}

// FaceDetectionProperties says how to look for faces.
type FaceDetectionProperties struct {
	Mode          string         `json:"mode,omitempty"` // FREE (default): the largest face; STRICT: exactly one
	FaceSizeRatio *FaceSizeRatio `json:"faceSizeRatio,omitempty"`
}

// FaceSizeRatio bounds a face's size over the picture's shorter side.
type FaceSizeRatio struct {
	Min float64 `json:"min"`
	Max float64 `json:"max"`
}

// CreateFaceResponse names the face, or has an error code.
type CreateFaceResponse struct {
	ID        string         `json:"id,omitempty"`
	Detection *FaceDetection `json:"detection,omitempty"`
	Links     *Links         `json:"links,omitempty"`
	ErrorCode string         `json:"errorCode,omitempty"`
	Warnings  []string       `json:"warnings,omitempty"`
}

// FaceSimilarityRequest has exactly one of its fields.
type FaceSimilarityRequest struct {
	ReferenceFace         string `json:"referenceFace,omitempty"` // link
	ReferenceFaceTemplate Bytes  `json:"referenceFaceTemplate,omitempty"`
}

// FaceSimilarityResponse says how alike two faces are.
type FaceSimilarityResponse struct {
	Score float64 `json:"score"` // 0..1
}

// FaceTemplateResponse is a face's description.
type FaceTemplateResponse struct {
	Data    Bytes  `json:"data"`
	Version string `json:"version"`
}

// FaceAspectsResponse is estimated from the face.
type FaceAspectsResponse struct {
	Age    int     `json:"age"`
	Gender float64 `json:"gender"` // 0 male .. 1 female
}
