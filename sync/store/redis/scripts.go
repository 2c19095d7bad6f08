package redis

import goredis "github.com/redis/go-redis/v9"

// What the scripts answer.
const (
	answerDone    = "done"
	answerExists  = "exists"
	answerGone    = "gone"
	answerChanged = "changed"
	answerMissing = "missing"
)

// A hash lives while its field "ends", a time of the servers' clock in
// milliseconds, is not past; Redis's expiry, which comes at the same time, is
// what removes it. The field "save" names the last eight changes, the newest
// first: a command that is sent again because its answer was lost finds its own,
// also where others have written since, and does nothing.

// write creates or replaces a hash as a whole.
//
//	KEYS  the hash
//	ARGV  now, save, lifetime, version that must be there (0: none), then field, value, …
var write = goredis.NewScript(`
local was = redis.call('HMGET', KEYS[1], 'ends', 'version', 'save')
local version = '0'
if was[1] and tonumber(was[1]) >= tonumber(ARGV[1]) then
  if string.find(was[3], ARGV[2], 1, true) then return 'done' end
  version = was[2]
end
if version ~= ARGV[4] then
  if version == '0' then return 'gone' end
  if ARGV[4] == '0' then return 'exists' end
  return 'changed'
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'save', ARGV[2], unpack(ARGV, 5))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 'done'`)

// update changes fields of a living customer, and removes the pictures that
// its record no longer names.
//
//	KEYS  the hash
//	ARGV  now, save, lifetime, version that must be there, number of pictures
//	      named, their fields, then field, value, …
var update = goredis.NewScript(`
local was = redis.call('HMGET', KEYS[1], 'ends', 'version', 'save')
if not was[1] or tonumber(was[1]) < tonumber(ARGV[1]) then return 'gone' end
if string.find(was[3], ARGV[2], 1, true) then return 'done' end
if was[2] ~= ARGV[4] then return 'changed' end
local first = 6 + tonumber(ARGV[5])
local given, named = {}, {}
for i = first, #ARGV, 2 do given[ARGV[i]] = true end
for i = 6, first - 1 do
  named[ARGV[i]] = true
  if not given[ARGV[i]] and redis.call('HEXISTS', KEYS[1], ARGV[i]) == 0 then return 'missing' end
end
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if field:sub(1, 5) == 'blob:' and not named[field] then redis.call('HDEL', KEYS[1], field) end
end
local saves = string.sub(ARGV[2] .. ' ' .. was[3], 1, 8 * (#ARGV[2] + 1))
redis.call('HSET', KEYS[1], 'save', saves, unpack(ARGV, first))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 'done'`)

// sweep removes a hash whose end is past.
//
//	KEYS  the hash
//	ARGV  now
var sweep = goredis.NewScript(`
local ends = redis.call('HGET', KEYS[1], 'ends')
if ends and tonumber(ends) < tonumber(ARGV[1]) then return redis.call('UNLINK', KEYS[1]) end
return 0`)
