// Package disapi holds the wire side of the Digital Identity Service REST
// contract, version 1.57.1: its routes, its bodies and its errors. Client and
// server share it, so they cannot disagree.
//
// Types carry the contract's own names and only its fields. An optional field
// that is absent was not computed; none is ever sent as null. The package
// computes nothing and performs no I/O but reading a body.
package disapi

// Version is the version of the contract.
const Version = "1.57.1"

// Base is what every path begins with. Links in answers begin with it too and
// name no host, whatever prefix a proxy puts before it.
const Base = "/api/v1"

// CustomerPath returns the path, and link, of a customer.
func CustomerPath(id string) string { return Base + "/customers/" + id }

// FacePath returns the path, and link, of a face.
func FacePath(id string) string { return Base + "/faces/" + id }
