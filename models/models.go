// Package models knows the files of weights that Portico needs: what each is,
// whose it is, what it was trained on, where it lies and whether it is whole.
//
// The list is manifest.json, with the SHA-256 of every file. Fetch brings what
// is missing, through pip alone and with every download checked against its
// hash; Path finds a file; Verify reads them all. Weights of our own travel
// inside the program. The package opens no network connection itself and
// loads no network.
package models

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

//go:embed manifest.json weights convert/*.py convert/requirements.txt
var embedded embed.FS

// Names of the models, as in the manifest.
const (
	FaceDetectionShortRange = "face-detection-short-range"
	FaceDetectionFullRange  = "face-detection-full-range"
	FaceMeshAttention       = "face-mesh-attention"
	FaceTemplate            = "face-template"
	FaceEye                 = "face-eye"
	FaceWearables           = "face-wearables"
	PersonSegmentation      = "person-segmentation"
	Age                     = "age"
	Gender                  = "gender"
	MRZGlyphs               = "mrz-glyphs"
	MRZWitness              = "mrz-witness"
	CardCorners             = "card-corners"
	FaceCopy                = "face-copy"
	ONNXRuntime             = "onnxruntime"
)

// Mend is the command that brings missing and damaged models.
const Mend = "portico models fetch"

var (
	// ErrUnknown is wrapped where a name is not in the manifest.
	ErrUnknown = errors.New("models: unknown model")
	// ErrMissing is wrapped where a model's file is not there.
	ErrMissing = errors.New("models: model is missing")
	// ErrDamaged is wrapped where a file is there and not what the manifest
	// says: another size, another hash, or no regular file.
	ErrDamaged = errors.New("models: model is damaged")
	// ErrNoDir is wrapped where neither PORTICO_MODELS nor a home folder says
	// where models lie.
	ErrNoDir = errors.New("models: no folder for models: set PORTICO_MODELS")
)

// Policy says what is to be minded about what a model was trained on.
type Policy string

const (
	// Disclose is for restricted or unknown pictures; whoever uses the model
	// says what it was trained on.
	Disclose Policy = "disclose"
	// Clean is for rendered, public-domain or permissively licensed ones.
	Clean Policy = "clean"
)

// Allows reports whether a model of this build may be used under a policy:
// under Clean only what is Clean. A model that is not listed may not.
func Allows(policy Policy, name string) bool {
	for _, m := range Default().Models {
		if m.Name == name {
			return policy == Disclose || m.Policy == Clean
		}
	}
	return false
}

// Model is one file of weights, or the library that runs them.
type Model struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// File is the name in the folder of models.
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	// Size is in bytes.
	Size int64 `json:"size"`
	// Licence is that of the file, as an SPDX identifier.
	Licence       string `json:"licence"`
	TrainedOn     string `json:"trainedOn"`
	LicenceOfData string `json:"licenceOfData"`
	Purpose       string `json:"purpose"`
	Policy        Policy `json:"policy"`
	Source        Source `json:"source"`
}

// Source says where a model comes from: either Own, or Member of Package.
type Source struct {
	// Own is a path among the weights that are compiled in.
	Own string `json:"own,omitempty"`
	// Package is the name of a pip package of the manifest.
	Package string `json:"package,omitempty"`
	// Member is the path inside the package's file.
	Member string `json:"member,omitempty"`
	// Convert is the form, "tflite" or "dlib", of a member that becomes ONNX first.
	Convert string `json:"convert,omitempty"`
}

// Package is a pinned file of a pip package.
type Package struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	// File is the name pip saves it under: a .whl or a .tar.gz.
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Catalogue is a set of models and the packages they come from. It is not
// changed after it was parsed and so safe for concurrent use.
type Catalogue struct {
	Packages []Package `json:"packages"`
	Models   []Model   `json:"models"`
	own      fs.FS
}

// Default returns the catalogue of this build.
func Default() Catalogue { return parsed() }

var parsed = sync.OnceValue(func() Catalogue {
	data, err := embedded.ReadFile("manifest.json")
	if err == nil {
		var c Catalogue
		if c, err = Parse(data, embedded); err == nil {
			return c
		}
	}
	panic("models: the embedded manifest: " + err.Error()) // fixed at build time and tested
})

// Parse reads a manifest; own holds the weights that it names as Own. Fields
// that it does not know and entries that make no sense are errors.
func Parse(manifest []byte, own fs.FS) (Catalogue, error) {
	decoder := json.NewDecoder(bytes.NewReader(manifest))
	decoder.DisallowUnknownFields()
	c := Catalogue{own: own}
	if err := decoder.Decode(&c); err != nil {
		return Catalogue{}, fmt.Errorf("models: manifest: %w", err)
	}
	if err := c.check(); err != nil {
		return Catalogue{}, fmt.Errorf("models: manifest: %w", err)
	}
	return c, nil
}

// Manifest lists the models of this build. The slice is the caller's.
func Manifest() []Model { return append([]Model(nil), Default().Models...) }

// Dir returns the folder of models: PORTICO_MODELS, or portico/models in the
// user's cache folder (XDG_CACHE_HOME). It is empty when neither is known;
// what takes a folder then returns ErrNoDir.
func Dir() string {
	if dir := os.Getenv("PORTICO_MODELS"); dir != "" {
		return dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "portico", "models")
}

// Path returns the path of a model of this build in Dir. See Catalogue.Path.
func Path(name string) (string, error) { return Default().Path(Dir(), name) }
