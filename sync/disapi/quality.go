package disapi

// FaceQualityResponse holds what was measured of a face.
type FaceQualityResponse struct {
	Sharpness               *FaceAttribute     `json:"sharpness,omitempty"`             // 0 blurred .. 1 sharp
	Brightness              *FaceAttribute     `json:"brightness,omitempty"`            // 0 dark .. 1 bright
	Contrast                *FaceAttribute     `json:"contrast,omitempty"`              // 0 low .. 1 high
	UniqueIntensityLevels   *FaceAttribute     `json:"uniqueIntensityLevels,omitempty"` // 0 few .. 1 enough
	Shadow                  *FaceAttribute     `json:"shadow,omitempty"`                // 0 strong .. 1 none
	NoseShadow              *FaceAttribute     `json:"noseShadow,omitempty"`            // 0 strong .. 1 none
	Specularity             *FaceAttribute     `json:"specularity,omitempty"`           // 0 strong reflections .. 1 none
	BackgroundUniformity    *FaceAttribute     `json:"backgroundUniformity,omitempty"`  // 0 patterned .. 1 uniform
	RedRightEye             *FaceAttribute     `json:"redRightEye,omitempty"`           // 1 red
	RedLeftEye              *FaceAttribute     `json:"redLeftEye,omitempty"`            // 1 red
	RightEye                *FaceAttribute     `json:"rightEye,omitempty"`              // 0 closed .. 1 open
	LeftEye                 *FaceAttribute     `json:"leftEye,omitempty"`               // 0 closed .. 1 open
	EyeGaze                 *FaceAttribute     `json:"eyeGaze,omitempty"`               // 0 aside .. 1 ahead
	Mouth                   *FaceAttribute     `json:"mouth,omitempty"`                 // 0 open or smiling .. 1 neutral
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

// GlassesResponse says what glasses a face wears, 0 to 1 each.
type GlassesResponse struct {
	Score      *float64 `json:"score,omitempty"`
	Tinted     *float64 `json:"tinted,omitempty"`
	HeavyFrame *float64 `json:"heavyFrame,omitempty"`
}

// FaceMaskResponse says whether a mask covers the face, 0 to 1.
type FaceMaskResponse struct {
	Score float64 `json:"score"`
}
