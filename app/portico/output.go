package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"portico/app/config"
)

// options are the flags of every command.
type options struct {
	json   bool
	config string
}

func (o *options) load() (config.Config, error) {
	cfg, err := config.Load(o.config)
	if err != nil {
		return cfg, err
	}
	time.Local, err = cfg.Trust.Zone() // before anything else runs
	return cfg, err
}

// texter writes itself for people.
type texter interface{ text(w io.Writer) }

// print writes one result to standard output, unbuffered.
func (o *options) print(v texter) error {
	if !o.json {
		v.text(os.Stdout)
		return nil
	}
	line, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode the result: %w", err)
	}
	_, err = os.Stdout.Write(append(line, '\n'))
	return err
}

// failure reports an error that leaves no result: for programs an object with
// nothing but the error, then the error itself.
func (o *options) failure(err error) error {
	if o.json {
		if printed := o.print(failed{err.Error()}); printed != nil {
			return printed
		}
	}
	return err
}

type failed struct {
	Error string `json:"error"`
}

func (f failed) text(w io.Writer) { fmt.Fprintln(w, f.Error) }

// say writes progress and messages to standard error.
func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// writeNew writes v as JSON to a new file that only its owner may read.
func writeNew(path string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the result: %w", err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write the result: %w", err)
	}
	_, err = f.Write(append(data, '\n'))
	return errors.Join(err, f.Sync(), f.Close())
}
