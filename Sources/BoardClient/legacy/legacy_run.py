def _mbx(parts,typed,mark):
 import __main__,sys
 g=__main__.__dict__
 try:
  for s in parts:
   e=typed
   if e:
    try:eval('lambda:(0 or '+s+'\n)')
    except SyntaxError:e=0
   if e:
    s=eval(s,g)
    if s is not None:print(repr(s))
   else:exec(s,g)
  e='ok'
 except BaseException as x:
  sys.print_exception(x)
  e=type(x).__name__+' '+str(x)
 print(mark+e)
 assert e=='ok'
