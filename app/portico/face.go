package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"time"

	"github.com/spf13/cobra"

	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/native/assemble"
)

type faceResult struct {
	File  string      `json:"file"`
	Error string      `json:"error,omitempty"`
	Faces []foundFace `json:"faces"`
	MS    millis      `json:"ms"`
}

type foundFace struct {
	Box        imaging.Quad     `json:"box"`
	Confidence float64          `json:"confidence"`
	Landmarks  [5]imaging.Point `json:"landmarks5"`
	Roll       float64          `json:"roll"`
	Yaw        float64          `json:"yaw"`
	Pitch      float64          `json:"pitch"`
	Age        *float64         `json:"age,omitempty"`
	Gender     *float64         `json:"gender,omitempty"`
	Glasses    *float64         `json:"glasses,omitempty"`
	Sunglasses *float64         `json:"sunglasses,omitempty"`
	HeavyFrame *float64         `json:"heavyFrame,omitempty"`
	Mask       *float64         `json:"mask,omitempty"`
	EyesOpen   *[2]float64      `json:"eyesOpen,omitempty"` // right, left: probability
	LidOpening [2]float64       `json:"lidOpening"`         // right, left: over the eye's width
	Smile      float64          `json:"smile"`
	Mesh       [][3]float64     `json:"mesh,omitempty"` // as face.Face has it
	Quality    faceQuality      `json:"quality"`
}

// faceQuality is what face.Quality and face.Scores say.
type faceQuality struct {
	EyeDistance float64    `json:"eyeDistance"` // pixels
	FaceSize    float64    `json:"faceSize"`    // pixels
	SizeRatio   float64    `json:"faceSizeRatio"`
	Area        float64    `json:"faceRelativeArea"`
	Visible     float64    `json:"faceRelativeAreaInImage"`
	Sharpness   float64    `json:"sharpness"`
	Brightness  float64    `json:"brightness"`
	Contrast    float64    `json:"contrast"`
	Levels      float64    `json:"uniqueIntensityLevels"`
	Shadow      float64    `json:"shadow"`
	NoseShadow  float64    `json:"noseShadow"`
	Specularity float64    `json:"specularity"`
	Background  *float64   `json:"backgroundUniformity,omitempty"`
	RedEyes     [2]float64 `json:"redEyes"` // right, left
	Gaze        float64    `json:"eyeGaze"`
	Mouth       float64    `json:"mouth"`
}

func newFace(o *options) *cobra.Command {
	var mesh bool
	cmd := &cobra.Command{
		Use:   "face FILE...",
		Short: "Find and describe faces in pictures",
		Args:  usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error {
			return o.eachFile(cmd.Context(), files, func(p *assemble.Parts, file string) (bool, error) {
				r := findFaces(cmd.Context(), p, file)
				for i := range r.Faces {
					if !mesh {
						r.Faces[i].Mesh = nil
					}
				}
				return r.Error == "", o.print(r)
			})
		},
	}
	cmd.Flags().BoolVar(&mesh, "mesh", false, "with --json, also the 478 vertices of each face's mesh (MediaPipe), in pixels")
	return cmd
}

// errNoFace is what people are told when a picture shows no face.
const errNoFace = "no face was found in the picture"

func findFaces(ctx context.Context, p *assemble.Parts, file string) *faceResult {
	r := &faceResult{File: file, Faces: []foundFace{}, MS: millis{}}
	start := time.Now()
	defer func() { r.MS["total"] = sinceMillis(start) }()
	img, err := readPicture(file)
	if err != nil {
		r.Error = err.Error()
		return r
	}
	r.MS["decode"] = sinceMillis(start)
	detect := time.Now()
	found, err := p.Faces.Find(ctx, img)
	if err != nil {
		r.Error = err.Error()
		return r
	}
	r.MS["detect"] = sinceMillis(detect)
	if len(found) == 0 {
		r.Error = errNoFace
	}
	for _, f := range found {
		described, err := describeFace(ctx, p, img, f)
		if err != nil {
			r.Error = err.Error()
			return r
		}
		r.Faces = append(r.Faces, described)
	}
	return r
}

func describeFace(ctx context.Context, p *assemble.Parts, img *image.RGBA, f face.Face) (foundFace, error) {
	about, err := p.Faces.Attributes(ctx, img, f)
	if err != nil {
		return foundFace{}, err
	}
	q, err := face.Measure(img, f)
	if err != nil {
		return foundFace{}, err
	}
	s, err := p.Faces.Scores(ctx, img, f)
	if err != nil {
		return foundFace{}, err
	}
	out := foundFace{
		Box: f.Box, Confidence: f.Confidence, Landmarks: f.Landmarks,
		Roll: f.Roll, Yaw: f.Yaw, Pitch: f.Pitch, Age: about.Age, Gender: about.Gender,
		EyesOpen: s.Eyes, LidOpening: f.EyesOpen, Smile: f.Smile,
		Quality: faceQuality{
			EyeDistance: q.EyeDistance, FaceSize: q.Size, SizeRatio: q.SizeRatio, Area: q.Area,
			Visible: face.Visible(face.TokenBox(f), img.Rect), Sharpness: s.Sharpness,
			Brightness: q.Brightness, Contrast: q.Contrast, Levels: s.Levels, Shadow: s.Shadow, NoseShadow: s.NoseShadow,
			Specularity: s.Specular, Background: s.Background, RedEyes: s.RedEyes, Gaze: s.Gaze, Mouth: s.Mouth,
		},
	}
	for _, v := range f.Mesh {
		out.Mesh = append(out.Mesh, [3]float64{v.X, v.Y, v.Z})
	}
	w, err := p.Faces.Wearables(ctx, img, f)
	switch {
	case errors.Is(err, face.ErrNoNetwork):
	case err != nil:
		return foundFace{}, err
	default:
		out.Glasses, out.Sunglasses, out.HeavyFrame, out.Mask = &w.Glasses, &w.Tinted, &w.Heavy, &w.Mask
	}
	return out, nil
}

func (r *faceResult) text(w io.Writer) {
	if r.Error != "" {
		fmt.Fprintf(w, "%s: %s\n", r.File, r.Error)
		return
	}
	fmt.Fprintf(w, "%s: %d face(s), %.0f ms\n", r.File, len(r.Faces), r.MS["total"])
	for _, f := range r.Faces {
		fmt.Fprintf(w, "  eyes %.0f px apart, roll %.0f°, yaw %.0f°, pitch %.0f°, smile %.2f, confidence %.2f\n",
			f.Quality.EyeDistance, f.Roll, f.Yaw, f.Pitch, f.Smile, f.Confidence)
	}
}
