package disapi

// FaceQualityResponse holds what was measured of a face.
type FaceQualityResponse struct {
	Brightness              *FaceAttribute     `json:"brightness,omitempty"` // 0 dark .. 1 bright
	Contrast                *FaceAttribute     `json:"contrast,omitempty"`   // 0 low .. 1 high
	Roll                    *HeadPoseAttribute `json:"roll,omitempty"`
	Yaw                     *HeadPoseAttribute `json:"yaw,omitempty"`
	Pitch                   *HeadPoseAttribute `json:"pitch,omitempty"`
	EyeDistance             *FaceAttribute     `json:"eyeDistance,omitempty"`             // pixels
	FaceSize                *FaceAttribute     `json:"faceSize,omitempty"`                // pixels
	FaceRelativeArea        *FaceAttribute     `json:"faceRelativeArea,omitempty"`        // of the picture; may exceed 1
	FaceRelativeAreaInImage *FaceAttribute     `json:"faceRelativeAreaInImage,omitempty"` // share of the head's box inside the picture
}

// FaceAttribute is a measure and whether it can be relied on.
type FaceAttribute struct {
	Score            float64 `json:"score"`
	PreconditionsMet bool    `json:"preconditionsMet"`
}

// HeadPoseAttribute is an angle in degrees, -90 to 90 (DIN 9300).
type HeadPoseAttribute struct {
	Angle            int  `json:"angle"`
	PreconditionsMet bool `json:"preconditionsMet"`
}

// CropCoordinatesResponse says where the crop of a face lies.
type CropCoordinatesResponse struct {
	FullyCaptured bool `json:"fullyCaptured"`
	Coordinates   Roi  `json:"coordinates"`
}
