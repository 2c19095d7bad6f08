package template

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"slices"

	"portico/engine/imaging"
)

//go:embed types
var types embed.FS

// Builtin returns the templates of this package, in the order of their file
// names. It fails when one of them is wrong, which a test rules out.
func Builtin() ([]Template, error) {
	dir, err := fs.Sub(types, "types")
	if err != nil {
		return nil, err
	}
	return Load(dir)
}

// Load reads every *.toml file at the top of dir, in the order of their names,
// and the reference pictures they name beside them. Those that are right are
// returned even when others are not; the error then joins a *Fault for each.
func Load(dir fs.FS) ([]Template, error) {
	names, err := fs.Glob(dir, "*.toml")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var all []Template
	var faults []error
	for _, name := range names {
		t, err := LoadFile(dir, name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		all = append(all, t)
	}
	return all, errors.Join(faults...)
}

// LoadFile reads one template, and its reference pictures beside it. What is
// wrong with it is a *Fault.
func LoadFile(dir fs.FS, name string) (Template, error) {
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return Template{}, err
	}
	t, err := Parse(data, func(picture string) (Tints, error) { return referenceTints(dir, picture) })
	var fault *Fault
	if errors.As(err, &fault) {
		fault.File = name
	}
	return t, err
}

// referenceTints measures a picture that is all page.
func referenceTints(dir fs.FS, name string) (Tints, error) {
	if name != path.Base(name) {
		return Tints{}, errors.New("it does not lie beside the template")
	}
	data, err := fs.ReadFile(dir, name)
	if err != nil {
		return Tints{}, err
	}
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		return Tints{}, err
	}
	return TintsOf(img), nil
}
