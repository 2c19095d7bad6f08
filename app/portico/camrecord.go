package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"portico/app/node"
	"portico/capture"
	"portico/capture/replay"
)

// recordingResult is a recording that was made.
type recordingResult struct {
	Dir     string  `json:"dir"`
	Sealed  bool    `json:"sealed"`
	Frames  int     `json:"frames"`
	Drops   int     `json:"drops"`   // frames that came while one was being written
	Seconds float64 `json:"seconds"` // from the first to the last
}

// newRecord serves 'camera record' and 'capture record'.
func newRecord(o *options) *cobra.Command {
	var dir string
	var seconds float64
	var inClear bool
	cmd := &cobra.Command{
		Use:   "record --out DIR [ID|SEQ]",
		Short: "Record a camera, or what another recording shows, for a replay",
		Long: "Writes a recorded sequence (docs/design/recordings.md) that the kiosk and 'portico capture guide' play, its\n" +
			"pictures encrypted by the store's key: they open where that key is. ID is as in 'portico camera test', SEQ a picture, a folder\n" +
			"of pictures, a recorded sequence or a video. Ctrl-C ends it.",
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case dir == "":
				return usageError{errors.New("--out must name a new folder")}
			case !(seconds > 0):
				return usageError{errors.New("--seconds must be more than zero")}
			}
			if _, err := os.Lstat(dir); err == nil {
				return fmt.Errorf("%s: %w; name a new folder", dir, os.ErrExist)
			}
			open, err := openSource(o, args)
			if err != nil {
				return err
			}
			var sealer replay.Sealer
			if inClear {
				say("the pictures are kept in clear in %s: whoever can read the folder sees them; show nobody", dir)
			} else if sealer, err = recordingKey(cmd.Context(), o); err != nil {
				return err
			}
			r, err := recordCamera(cmd.Context(), open, dir, sealer, time.Duration(seconds*float64(time.Second)))
			if err != nil {
				return adviseOn(err)
			}
			return o.print(r)
		},
	}
	cmd.Flags().StringVar(&dir, "out", "", "new folder `DIR` for the recording")
	cmd.Flags().Float64Var(&seconds, "seconds", 10, "how long to record")
	cmd.Flags().BoolVar(&inClear, "clear", false, "leave the pictures in clear: for drawn ones and demonstrations, never for people")
	return cmd
}

// openSource is openCamera where a file or folder may be named, too.
func openSource(o *options, args []string) (capture.Opener, error) {
	if len(args) > 0 {
		if isRecording(args[0]) {
			return func(ctx context.Context) (capture.Source, error) { return o.recording(ctx, args[0]) }, nil
		}
	}
	_, open, err := openCamera(o, args)
	return open, err
}

func isRecording(path string) bool {
	info, err := os.Stat(path)
	return err == nil && (info.IsDir() || info.Mode().IsRegular())
}

func recordingKey(ctx context.Context, o *options) (replay.Sealer, error) {
	cfg, err := o.load()
	if err != nil {
		return nil, err
	}
	return node.Recordings(ctx, cfg, slog.New(slog.NewTextHandler(os.Stderr, nil)))
}

// recordCamera records until so much time has passed since the first picture,
// the source ends or ctx is done; a nil sealer leaves the pictures in clear. The
// folder is made once the camera is open, and goes again where nothing came.
func recordCamera(ctx context.Context, open capture.Opener, dir string, sealer replay.Sealer, long time.Duration) (_ *recordingResult, err error) {
	src, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	rec, err := replay.NewRecorder(dir, sealer)
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	r := &recordingResult{Dir: dir, Sealed: sealer != nil}
	err = r.record(ctx, src, rec, long)
	switch {
	case r.Frames == 0 && err == nil:
		return nil, errors.Join(fmt.Errorf("%w: none in %v", capture.ErrNoFrames, firstPicture+long), os.Remove(dir))
	case r.Frames == 0:
		return nil, errors.Join(fmt.Errorf("record: %w", err), os.Remove(dir))
	case err != nil:
		err = fmt.Errorf("record: %w; the %d pictures before are kept in %s", err, r.Frames, dir)
	}
	if err := errors.Join(err, rec.Close()); err != nil {
		return nil, err
	}
	return r, nil
}

// record adds pictures until so much time has passed, or the source ends.
func (r *recordingResult) record(ctx context.Context, src capture.Source, rec *replay.Recorder, long time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, firstPicture+long)
	defer cancel()
	var begun time.Duration
	var seq uint64
	for {
		f, err := src.Read(ctx)
		switch {
		case err != nil && (ctx.Err() != nil || errors.Is(err, io.EOF)):
			return nil
		case err != nil:
			return err
		case r.Frames == 0:
			begun, seq = f.Time, f.Seq-1
		case f.Time-begun > long:
			return nil
		}
		if err := rec.Add(f); err != nil {
			return err
		}
		r.Frames++
		r.Drops += int(f.Seq - seq - 1)
		r.Seconds = (f.Time - begun).Seconds()
		seq = f.Seq
	}
}

func (r *recordingResult) text(w io.Writer) {
	how := "encrypted"
	if !r.Sealed {
		how = "in clear"
	}
	fmt.Fprintf(w, "%s: %d pictures in %.1f s, %d lost, %s\n", r.Dir, r.Frames, r.Seconds, r.Drops, how)
}
