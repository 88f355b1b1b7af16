def _mbx(f,n,m,p):
 import os
 try:
  with open(f)as h:s=h.read()
 except OSError:s=''
 for x in(f,)if len(s)==n else(f,p):
  try:os.remove(x)
  except OSError:0
 if len(s)!=n:
  print(m+'OSError 28')
  raise OSError(28)
 return s
