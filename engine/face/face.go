// Package face finds faces in pictures, describes them and compares them.
//
// An Analyzer is safe for concurrent use, performs no I/O and keeps no
// picture. Left and right are the person's own.
package face

import (
	"errors"

	"portico/engine/imaging"
)

// Point3 is a mesh vertex: x and y in pixels of the picture, z in the same
// unit, smaller is nearer to the camera.
type Point3 struct{ X, Y, Z float64 }

// Face is one face in a picture.
type Face struct {
	Box         imaging.Quad     // aligned with the head's roll; corners may lie outside
	Confidence  float64          // 0..1
	Landmarks   [5]imaging.Point // right eye, left eye, nose tip, right and left mouth corner
	Mesh        Mesh             // 478 vertices of MediaPipe's face mesh, irises last
	Roll        float64          // degrees; negative = head tilted to the person's left (DIN 9300)
	Yaw         float64          // degrees; negative = turned to the person's left
	Pitch       float64          // degrees; negative = looking down
	EyeDistance float64          // pixels between the pupils
	EyesOpen    [2]float64       // right, left: lid opening over eye width
	Smile       float64          // 0 neutral .. 1 broad, from the mesh alone
}

// Attributes are estimates of the person; nil was not computed.
type Attributes struct {
	Age    *float64 // years
	Gender *float64 // 0 male .. 1 female
}

// Template is an opaque, versioned description of a face, for Compare only.
type Template []byte

// What can be wrong with a template. Callers compare with errors.Is.
var (
	ErrTemplateCorrupt = errors.New("the face template is damaged")
	ErrTemplateVersion = errors.New("the face template is of another version")
)

// Match is the outcome of comparing two templates.
type Match struct {
	Distance float64 // of the descriptors, smaller is more alike
	Score    float64 // 0..1, monotone in Distance and calibrated: see Threshold
	Same     bool    // Score reaches Threshold
}
