package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"

	"portico/engine/imaging"
	"portico/engine/native/assemble"
)

// maxFile bounds what is read of one picture.
const maxFile = 64 << 20

// readFile reads a picture's bytes. It refuses what is no regular file.
func readFile(path string) ([]byte, error) {
	if path == "" {
		return nil, errors.New("no file is named")
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, errors.New("there is no such file")
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("this is a folder, not a file")
	case !info.Mode().IsRegular():
		return nil, errors.New("this is no regular file")
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%w: %d bytes, at most %d", imaging.ErrTooLarge, info.Size(), maxFile)
	}
	return os.ReadFile(path)
}

func readPicture(path string) (*image.RGBA, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return decode(data)
}

// eachFile opens the engine once and calls one for every file; it goes on
// after an error, which one has put into its result, and fails at the end.
func (o *options) eachFile(ctx context.Context, files []string, one func(p *assemble.Parts, file string) (ok bool, err error)) error {
	parts, err := o.engine(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = parts.Close() }()
	var failed error
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		ok, err := one(parts, file)
		if err != nil {
			return err
		}
		if !ok {
			failed = errSomeFailed
		}
	}
	return failed
}

// millis holds the time of each stage.
type millis map[string]float64
