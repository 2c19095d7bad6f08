package main

import (
	"encoding/json"
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
