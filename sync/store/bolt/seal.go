package bolt

import (
	"fmt"

	"portico/sync/store/seal"
)

// What is sealed is tied to its place in the folder.

func aboutHead(id string) []byte { return seal.About("head", id) }

func aboutRecord(id string, version uint64) []byte {
	return seal.About("record", id, fmt.Sprint(version))
}

func aboutBlob(id, blob, file string) []byte { return seal.About("blob", id, blob, file) }

func aboutEntry(part string, id uint64) []byte { return seal.About(part, fmt.Sprint(id)) }

func aboutSlot(id storeID, slot uint32) []byte {
	return seal.About("key", string(id[:]), fmt.Sprint(slot))
}

func aboutSigner(id storeID) []byte { return seal.About("signer", string(id[:])) }
