package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

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
	EyesOpen   [2]float64       `json:"eyesOpen"`
	Smile      float64          `json:"smile"`
	Quality    faceQuality      `json:"quality"`
}

type faceQuality struct {
	EyeDistance float64 `json:"eyeDistance"` // pixels
}

func newFace(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "face FILE...",
		Short: "Find and describe faces in pictures",
		Args:  usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error {
			return o.eachFile(cmd.Context(), files, func(p *assemble.Parts, file string) (bool, error) {
				r := findFaces(cmd.Context(), p, file)
				return r.Error == "", o.print(r)
			})
		},
	}
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
		about, err := p.Faces.Attributes(ctx, img, f)
		if err != nil {
			r.Error = err.Error()
			return r
		}
		r.Faces = append(r.Faces, foundFace{
			Box: f.Box, Confidence: f.Confidence, Landmarks: f.Landmarks,
			Roll: f.Roll, Yaw: f.Yaw, Pitch: f.Pitch, Age: about.Age, Gender: about.Gender,
			EyesOpen: f.EyesOpen, Smile: f.Smile, Quality: faceQuality{EyeDistance: f.EyeDistance},
		})
	}
	return r
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
