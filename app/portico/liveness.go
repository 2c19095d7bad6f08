package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"portico/engine/customer"
	"portico/engine/liveness"
	"portico/engine/liveness/passive"
	"portico/engine/native/assemble"
)

// kinds are the checks by their names on the command line.
var kinds = map[string]liveness.Kind{
	"passive": liveness.Passive, "smile": liveness.Smile, "gaze": liveness.EyeGaze, "magnifeye": liveness.MagnifEye,
}

// names are the checks' names by the checks.
var names = func() map[liveness.Kind]string {
	all := map[liveness.Kind]string{}
	for name, k := range kinds {
		all[k] = name
	}
	return all
}()

// assertions are what the pictures of each active check show.
var assertions = map[liveness.Kind][]liveness.Assertion{
	liveness.Smile: {liveness.Neutral, liveness.Smiling},
	liveness.EyeGaze: {
		liveness.GazeTopLeft, liveness.GazeTopRight, liveness.GazeBottomLeft, liveness.GazeBottomRight,
	},
}

type passiveResult struct {
	File  string             `json:"file"`
	Score *float64           `json:"score,omitempty"`
	Cues  map[string]float64 `json:"cues"`
	Error string             `json:"error,omitempty"`
	MS    float64            `json:"ms"`
}

type activeResult struct {
	Type   string             `json:"type"`
	Score  *float64           `json:"score,omitempty"`
	Error  liveness.Code      `json:"errorCode,omitempty"`
	Cues   map[string]float64 `json:"cues"`
	Frames int                `json:"frames"`
	MS     float64            `json:"ms"`
}

func newLiveness(o *options) *cobra.Command {
	var kind string
	cmd := &cobra.Command{
		Use:   "liveness --type passive FILE... | --type smile|gaze|magnifeye SEQ",
		Short: "Judge whether faces are live",
		Long: "Passive: one score for each picture. It is weak evidence: see docs/figures.md.\n" +
			"Smile and gaze: one score for a sequence, written as NEUTRAL=a.jpg SMILE=b.jpg or\n" +
			"TOP_LEFT=a.jpg BOTTOM_RIGHT=b.jpg …, or a folder whose files' names begin like that; smile\n" +
			"also for a video, of which the broadest smile and the calmest face before it are taken.\n" +
			"Magnifeye: one score for a video, a recorded sequence or a folder of somebody who comes\n" +
			"closer. The distances are not checked, as no challenge was drawn for it.",
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			k, ok := kinds[kind]
			if !ok {
				return usageError{fmt.Errorf("--type must be one of %s", strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))}
			}
			if k == liveness.Passive {
				return o.eachFile(cmd.Context(), args, func(p *assemble.Parts, file string) (bool, error) {
					r := passiveOf(cmd.Context(), p, file)
					return r.Error == "", o.print(r)
				})
			}
			switch onFilm := len(args) == 1 && !strings.Contains(args[0], "="); {
			case k == liveness.MagnifEye && !onFilm:
				return usageError{errors.New("an approach is one video, recorded sequence or folder")}
			case k == liveness.MagnifEye:
				return approach(cmd.Context(), o, args[0])
			case k == liveness.Smile && onFilm && isFile(args[0]):
				return smileOnFilm(cmd.Context(), o, args[0])
			}
			return active(cmd.Context(), o, kind, args)
		},
	}
	cmd.Flags().StringVar(&kind, "type", "passive", "passive, smile, gaze or magnifeye")
	cmd.AddCommand(newLivenessCalibrate(o))
	return cmd
}

func passiveOf(ctx context.Context, p *assemble.Parts, file string) *passiveResult {
	r := &passiveResult{File: file, Cues: map[string]float64{}}
	start := time.Now()
	defer func() { r.MS = sinceMillis(start) }()
	img, err := readPicture(file)
	if err != nil {
		r.Error = err.Error()
		return r
	}
	found, err := p.Faces.Find(ctx, img)
	if err == nil && len(found) == 0 {
		err = errors.New(errNoFace)
	}
	var res liveness.Result
	if err == nil {
		res, err = p.Passive.Evaluate(ctx, img, found[0])
	}
	if err == nil && res.Error != "" {
		err = fmt.Errorf("no score: %s", res.Error)
	}
	if err != nil {
		r.Error = err.Error()
	}
	r.Score = res.Score
	maps.Copy(r.Cues, res.Cues)
	return r
}

func active(ctx context.Context, o *options, name string, args []string) error {
	shots, err := sequence(kinds[name], args)
	if err != nil {
		return usageError{err}
	}
	p, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = p.Close() }()
	start := time.Now()
	c := customer.New("", start)
	p.Engine.StartLiveness(c)
	if err := feed(ctx, p, c, shots); err != nil {
		return err
	}
	res, err := p.Engine.EvaluateLiveness(ctx, c, kinds[name])
	if err != nil {
		return err
	}
	return printActive(o, res, len(c.Liveness.Selfies), start)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// shot is one picture of a challenge.
type shot struct {
	assertion liveness.Assertion
	file      string
}

// feed adds the pictures to the liveness container of c.
func feed(ctx context.Context, p *assemble.Parts, c *customer.Customer, shots []shot) error {
	for _, s := range shots {
		data, err := readFile(s.file)
		if err != nil {
			return fmt.Errorf("%s: %w", s.file, err)
		}
		out, err := p.Engine.AddLivenessSelfie(ctx, c, data, s.assertion)
		if err != nil {
			return fmt.Errorf("%s: %w", s.file, err)
		}
		if out.Code != "" {
			return fmt.Errorf("%s: %s", s.file, errNoFace)
		}
	}
	return nil
}

// sequence reads a SEQ: ASSERTION=FILE words, or one folder.
func sequence(kind liveness.Kind, args []string) ([]shot, error) {
	if len(args) == 1 && !strings.Contains(args[0], "=") {
		info, err := os.Stat(args[0])
		if err != nil {
			return nil, fmt.Errorf("open the sequence: %w", err)
		}
		if !info.IsDir() {
			return nil, errors.New("a sequence is a folder, or words like NEUTRAL=a.jpg SMILE=b.jpg")
		}
		names, err := filepath.Glob(filepath.Join(args[0], "*"))
		if err != nil {
			return nil, err
		}
		args = nil
		for _, name := range names {
			if a, ok := assertionOf(kind, filepath.Base(name)); ok {
				args = append(args, string(a)+"="+name)
			}
		}
	}
	var shots []shot
	for _, word := range args {
		name, file, ok := strings.Cut(word, "=")
		a, known := assertionOf(kind, name)
		if !ok || !known {
			return nil, fmt.Errorf("%q is no picture of this challenge; its pictures show %v", word, assertions[kind])
		}
		shots = append(shots, shot{a, file})
	}
	return shots, nil
}

// assertionOf finds the assertion that name begins with, with or without the
// contract's prefix.
func assertionOf(kind liveness.Kind, name string) (liveness.Assertion, bool) {
	name = strings.ReplaceAll(strings.ToUpper(name), "-", "_")
	for _, a := range assertions[kind] {
		if strings.HasPrefix(name, string(a)) || strings.HasPrefix(name, strings.TrimPrefix(string(a), "EYE_GAZE_")) {
			return a, true
		}
	}
	return "", false
}

func (r *passiveResult) text(w io.Writer) {
	if r.Error != "" {
		fmt.Fprintf(w, "%s: %s\n", r.File, r.Error)
		return
	}
	fmt.Fprintf(w, "%s: passive liveness %.2f (weak evidence:", r.File, *r.Score)
	for _, cue := range slices.Sorted(maps.Keys(r.Cues)) {
		fmt.Fprintf(w, " %s %.2f", cue, r.Cues[cue])
	}
	fmt.Fprintln(w, ")")
	if r.Cues[passive.Context] < passive.LittleContext {
		fmt.Fprintln(w, "  too little context: what surrounds the face is hardly seen")
	}
}

func (r *activeResult) text(w io.Writer) {
	if r.Score == nil {
		fmt.Fprintf(w, "%s: no score: %s\n", r.Type, r.Error)
		return
	}
	fmt.Fprintf(w, "%s: %.2f from %d pictures\n", r.Type, *r.Score, r.Frames)
}
